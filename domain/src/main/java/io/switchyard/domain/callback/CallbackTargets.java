package io.switchyard.domain.callback;

import io.switchyard.domain.input.Violation;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which targets callbacks may be sent to. What {@code deny} names is refused; else, what {@code
 * allow} names is allowed, whatever its address; else, an address is allowed if it is public.
 *
 * @param allowPublic whether a public address is allowed that {@code allow} does not name
 */
public record CallbackTargets(
    List<TargetPattern> allow, List<TargetPattern> deny, boolean allowPublic) {

  /** Any public address. */
  public static final CallbackTargets DEFAULT = new CallbackTargets(List.of(), List.of(), true);

  private static final String FIELD = "callback_url";

  private static final List<String> LOOPBACK = List.of("127.0.0.1", "::1");

  public CallbackTargets {
    allow = List.copyOf(allow);
    deny = List.copyOf(deny);
  }

  /**
   * Why nothing can be sent there, as far as the URL itself shows; empty if only its addresses can
   * tell.
   */
  public Optional<Violation> refusal(CallbackUrl url) {
    String host = url.host();
    Optional<InetAddress> literal = url.address();
    if (literal.isPresent()) {
      return refusal(url, literal.get());
    }
    if (deny.stream().anyMatch(pattern -> pattern.names(host))) {
      return Optional.of(denied(url));
    }
    if (allow.stream().anyMatch(pattern -> pattern.names(host))) {
      return Optional.empty();
    }
    if (host.equals("localhost") || host.endsWith(".localhost")) {
      return loopback(url);
    }
    boolean somethingElse = allow.stream().anyMatch(TargetPattern.Addresses.class::isInstance);
    return allowPublic || somethingElse ? Optional.empty() : Optional.of(notNamed(url));
  }

  private Optional<Violation> loopback(CallbackUrl url) {
    List<Optional<Violation>> refusals =
        LOOPBACK.stream()
            .flatMap(address -> AddressRange.literal(address).stream())
            .map(address -> refusal(url, address))
            .toList();
    return refusals.stream().anyMatch(Optional::isEmpty) ? Optional.empty() : refusals.get(0);
  }

  /**
   * Why nothing may be sent to that address of the URL's host; empty if it may. Only an address
   * that was asked about here may be connected to: the next look-up may give another.
   */
  public Optional<Violation> refusal(CallbackUrl url, InetAddress address) {
    String host = url.host();
    InetAddress real = AddressKinds.real(address);
    if (named(deny, host, real)) {
      return Optional.of(denied(url));
    }
    if (named(allow, host, real)) {
      return Optional.empty();
    }
    Optional<String> kind = AddressKinds.notPublic(real);
    if (kind.isPresent()) {
      return Optional.of(
          new Violation(
              FIELD,
              url.shown(),
              "has " + kind.get() + " address",
              "use a public one, or have an administrator name the host or its address in"
                  + " callbacks.allow"));
    }
    return allowPublic ? Optional.empty() : Optional.of(notNamed(url));
  }

  private static boolean named(List<TargetPattern> patterns, String host, InetAddress address) {
    return patterns.stream()
        .flatMap(pattern -> Stream.of(pattern.names(host), pattern.names(address)))
        .anyMatch(named -> named);
  }

  private static Violation denied(CallbackUrl url) {
    return new Violation(
        FIELD,
        url.shown(),
        "is a target that callbacks.deny names",
        "use another, or ask an administrator");
  }

  private static Violation notNamed(CallbackUrl url) {
    return new Violation(
        FIELD,
        url.shown(),
        "is no target that callbacks.allow names, and callbacks.allow_public is false",
        "use another, or ask an administrator");
  }
}
