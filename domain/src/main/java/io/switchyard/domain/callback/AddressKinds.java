package io.switchyard.domain.callback;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Which addresses are not public, by the special-purpose registries of IANA, and what to call them.
 */
final class AddressKinds {

  private record Kind(AddressRange range, String word) {}

  private static final List<Kind> NOT_PUBLIC =
      List.of(
          kind("0.0.0.0/8", "an unspecified"),
          kind("10.0.0.0/8", "a private"),
          kind("100.64.0.0/10", "a shared (carrier-grade NAT)"),
          kind("127.0.0.0/8", "a loopback"),
          // The metadata of most clouds is at 169.254.169.254, and Azure's also at 168.63.129.16.
          kind("169.254.0.0/16", "a link-local"),
          kind("168.63.129.16/32", "a cloud platform's own"),
          kind("172.16.0.0/12", "a private"),
          kind("192.0.0.0/24", "a reserved"),
          kind("192.0.2.0/24", "a documentation"),
          kind("192.88.99.0/24", "a reserved"),
          kind("192.168.0.0/16", "a private"),
          kind("198.18.0.0/15", "a benchmarking"),
          kind("198.51.100.0/24", "a documentation"),
          kind("203.0.113.0/24", "a documentation"),
          kind("224.0.0.0/4", "a multicast"),
          kind("240.0.0.0/4", "a reserved"),
          kind("::/128", "an unspecified"),
          kind("::1/128", "a loopback"),
          kind("fc00::/7", "a private"),
          kind("fe80::/10", "a link-local"),
          kind("fec0::/10", "a private"),
          kind("ff00::/8", "a multicast"),
          // Protocol assignments, among them Teredo, which carries IPv4 addresses of its own.
          kind("2001::/23", "a reserved"),
          kind("2001:db8::/32", "a documentation"),
          kind("2002::/16", "a 6to4"),
          kind("3fff::/20", "a documentation"));

  /** All of IPv6 that is handed out to the public. */
  private static final AddressRange GLOBAL_IPV6 = AddressRange.of("2000::/3");

  /** Where networks without IPv4 reach it: the last four bytes are the IPv4 address. */
  private static final AddressRange TRANSLATED = AddressRange.of("64:ff9b::/96");

  private AddressKinds() {}

  private static Kind kind(String range, String word) {
    return new Kind(AddressRange.of(range), word);
  }

  /** The address that packets to this one arrive at, where that can be told from it. */
  static InetAddress real(InetAddress address) {
    if (!TRANSLATED.contains(address)) {
      return address;
    }
    try {
      return InetAddress.getByAddress(Arrays.copyOfRange(address.getAddress(), 12, 16));
    } catch (UnknownHostException e) {
      throw new IllegalStateException("four bytes are an address", e);
    }
  }

  /** Why it is not public, as the words before "address"; empty if it is. */
  static Optional<String> notPublic(InetAddress address) {
    for (Kind kind : NOT_PUBLIC) {
      if (kind.range().contains(address)) {
        return Optional.of(kind.word());
      }
    }
    boolean global = address.getAddress().length == 4 || GLOBAL_IPV6.contains(address);
    return global ? Optional.empty() : Optional.of("a reserved");
  }
}
