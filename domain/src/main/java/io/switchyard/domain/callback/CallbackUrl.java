package io.switchyard.domain.callback;

import io.switchyard.domain.input.InvalidValue;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where someone wants to be told of a job's end. Whether anything may be sent there is for {@link
 * CallbackTargets} to say.
 *
 * @param value an absolute http or https URL in ASCII, at most {@value #MAX_LENGTH} characters,
 *     without user and fragment
 */
public record CallbackUrl(String value) {

  public static final int MAX_LENGTH = 2_000;

  private static final Pattern VISIBLE = Pattern.compile("[\\x21-\\x7e]+");

  /** Its last label begins with a letter, so that no number passes for a name. */
  private static final Pattern NAME =
      Pattern.compile(
          "(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\\.)*[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?");

  public CallbackUrl {
    if (value.length() > MAX_LENGTH) {
      throw refused(value, "is longer than " + MAX_LENGTH + " characters", "use a shorter one");
    }
    if (!VISIBLE.matcher(value).matches()) {
      throw refused(value, "is not a URL", "write blanks and all but ASCII as %20 and the like");
    }
    URI uri = parse(value);
    String scheme = scheme(uri);
    if (!scheme.equals("http") && !scheme.equals("https")) {
      throw refused(value, "is not an http or https URL", "use https://… or http://…");
    }
    if (uri.getRawUserInfo() != null) {
      // The value may hold a password; it is not repeated.
      throw refused(
          "", "has a user in it", "leave user and password out; callbacks are signed instead");
    }
    if (uri.getRawFragment() != null) {
      throw refused(value, "has a fragment", "leave out # and what follows it");
    }
    String host = uri.getHost();
    if (host == null || !isHost(bare(host))) {
      throw refused(
          value, "names no host", "use a domain name, four decimal numbers, or [an IPv6 address]");
    }
    if (uri.getPort() == 0 || uri.getPort() > 65_535) {
      throw refused(value, "has the port " + uri.getPort(), "use 1 to 65535, or leave it out");
    }
  }

  private static boolean isHost(String host) {
    return host.length() <= 253
        && (NAME.matcher(host).matches() || AddressRange.literal(host).isPresent());
  }

  /** The host in lower case; an IPv6 address without its brackets. */
  public String host() {
    return bare(String.valueOf(uri().getHost()));
  }

  /** The address that stands in the place of a name; empty if a name does. */
  public Optional<InetAddress> address() {
    return AddressRange.literal(host());
  }

  public URI uri() {
    return parse(value);
  }

  /** The URL without its query, which may hold a token. */
  public String shown() {
    int query = value.indexOf('?');
    return query < 0 ? value : value.substring(0, query) + "?…";
  }

  private static String bare(String host) {
    String inner = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    return inner.toLowerCase(Locale.ROOT);
  }

  private static String scheme(URI uri) {
    @Nullable String scheme = uri.getScheme();
    return scheme == null ? "" : scheme.toLowerCase(Locale.ROOT);
  }

  private static URI parse(String value) {
    try {
      return new URI(value);
    } catch (URISyntaxException e) {
      throw refused(value, "is not a URL", e.getReason());
    }
  }

  private static InvalidValue refused(String value, String rule, String fix) {
    return InvalidValue.of(value, rule, fix);
  }

  @Override
  public String toString() {
    return shown();
  }
}
