package io.switchyard.app.http;

import io.switchyard.domain.input.Violation;
import io.switchyard.domain.team.Caller;
import io.switchyard.domain.team.Role;
import java.net.URI;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Everybody is the same administrator. The server listens on the loopback address only, so that
 * programs of this machine alone can connect; what a web page from elsewhere makes its browser send
 * here is refused.
 */
final class DevCaller implements Callers {

  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]", "::1");

  private final Caller everybody;

  DevCaller(Caller everybody) {
    this.everybody = everybody;
  }

  static Caller everybody() {
    return new Caller(System.getProperty("user.name", "dev"), Set.of(), Role.ADMIN);
  }

  /** Whether {@code host} names this machine to itself. */
  static boolean isLoopback(String host) {
    String name = host.toLowerCase(Locale.ROOT);
    return LOOPBACK.contains(name) || name.matches("127(\\.\\d{1,3}){3}");
  }

  @Override
  public Caller of(Headers headers) {
    requireLoopback("Host", "http://" + headers.get("Host"));
    requireLoopback("Origin", headers.get("Origin"));
    return everybody;
  }

  private static void requireLoopback(String header, @Nullable String origin) {
    if (origin != null && !isLoopback(hostOf(origin))) {
      throw Refusal.of(
          ProblemType.NOT_ALLOWED,
          new Violation(
              header,
              origin,
              "is not this machine, and auth.mode is dev",
              "ask through localhost, or configure auth.mode: tokens"));
    }
  }

  private static String hostOf(String origin) {
    try {
      String host = URI.create(origin).getHost();
      return host == null ? "" : host;
    } catch (IllegalArgumentException e) {
      return "";
    }
  }
}
