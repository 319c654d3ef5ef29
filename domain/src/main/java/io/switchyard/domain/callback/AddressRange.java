package io.switchyard.domain.callback;

import io.switchyard.domain.input.InvalidValue;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The addresses that begin with the same bits, such as {@code 10.0.0.0/8} or {@code fc00::/7}.
 *
 * @param network an address of the range
 * @param bits how many of its leading bits count
 */
public record AddressRange(InetAddress network, int bits) {

  private static final Pattern NUMBER = Pattern.compile("0|[1-9]\\d{0,2}");
  private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

  public AddressRange {
    if (bits < 0 || bits > network.getAddress().length * 8) {
      throw InvalidValue.of(
          network.getHostAddress() + "/" + bits,
          "is not a range of addresses",
          "write one such as 10.0.0.0/8 or fc00::/7");
    }
  }

  /** Reads {@code address/bits}, or an address alone; empty if it is neither. */
  static Optional<AddressRange> parse(String written) {
    int slash = written.indexOf('/');
    if (slash < 0) {
      return literal(written).map(a -> new AddressRange(a, a.getAddress().length * 8));
    }
    String bits = written.substring(slash + 1);
    return NUMBER.matcher(bits).matches()
        ? literal(written.substring(0, slash)).map(a -> new AddressRange(a, Integer.parseInt(bits)))
        : Optional.empty();
  }

  static AddressRange of(String written) {
    return parse(written).orElseThrow();
  }

  /**
   * The address that {@code written} spells: four decimal numbers without leading zeros, or IPv6
   * without a zone. Never asks a name server. An IPv6 address that is a mapped IPv4 address comes
   * as the latter.
   */
  static Optional<InetAddress> literal(String written) {
    boolean ipv4 = isIpv4(written);
    if (!ipv4 && !IPV6.matcher(written).matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(InetAddress.getByName(written));
    } catch (UnknownHostException e) {
      return Optional.empty();
    }
  }

  private static boolean isIpv4(String written) {
    String[] numbers = written.split("\\.", -1);
    if (numbers.length != 4) {
      return false;
    }
    for (String number : numbers) {
      if (!NUMBER.matcher(number).matches() || Integer.parseInt(number) > 255) {
        return false;
      }
    }
    return true;
  }

  /** Whether it is one of these; an IPv4 address is in no IPv6 range. */
  boolean contains(InetAddress address) {
    byte[] mine = network.getAddress();
    byte[] other = address.getAddress();
    if (mine.length != other.length) {
      return false;
    }
    for (int bit = 0; bit < bits; bit++) {
      int mask = 0x80 >> (bit % 8);
      if ((mine[bit / 8] & mask) != (other[bit / 8] & mask)) {
        return false;
      }
    }
    return true;
  }

  @Override
  public String toString() {
    return network.getHostAddress() + "/" + bits;
  }
}
