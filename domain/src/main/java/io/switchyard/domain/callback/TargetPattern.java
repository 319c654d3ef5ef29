package io.switchyard.domain.callback;

import io.switchyard.domain.input.InvalidValue;
import java.net.InetAddress;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Some hosts or some addresses, as a configuration names them. */
public sealed interface TargetPattern {

  /**
   * Reads {@code hooks.example.com}, {@code *.example.com} (whatever is below it, not itself),
   * {@code 10.0.0.0/8}, or an address.
   */
  static TargetPattern parse(String written) {
    String bare =
        written.startsWith("[") && written.endsWith("]")
            ? written.substring(1, written.length() - 1)
            : written;
    Optional<AddressRange> range = AddressRange.parse(bare);
    return range.isPresent() ? new Addresses(range.get()) : new Hosts(written);
  }

  /** Whether it names this host, which is a name in lower case. */
  boolean names(String host);

  /** Whether it names this address. */
  boolean names(InetAddress address);

  /**
   * Hosts by their name.
   *
   * @param pattern a name, which may begin with {@code *.}; made lower case
   */
  record Hosts(String pattern) implements TargetPattern {

    private static final Pattern SHAPE =
        Pattern.compile("(\\*\\.)?([a-z0-9-]{1,63}\\.)*[a-z][a-z0-9-]{0,62}");

    public Hosts {
      pattern = pattern.toLowerCase(Locale.ROOT);
      if (!SHAPE.matcher(pattern).matches()) {
        throw InvalidValue.of(
            pattern,
            "names neither hosts nor addresses",
            "write one such as hooks.example.com, *.example.com or 10.0.0.0/8");
      }
    }

    @Override
    public boolean names(String host) {
      return pattern.startsWith("*.") ? host.endsWith(pattern.substring(1)) : host.equals(pattern);
    }

    @Override
    public boolean names(InetAddress address) {
      return false;
    }

    @Override
    public String toString() {
      return pattern;
    }
  }

  /** Addresses, however they were found. */
  record Addresses(AddressRange range) implements TargetPattern {

    @Override
    public boolean names(String host) {
      return false;
    }

    @Override
    public boolean names(InetAddress address) {
      return range.contains(address);
    }

    @Override
    public String toString() {
      return range.toString();
    }
  }
}
