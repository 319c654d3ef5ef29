package io.switchyard.domain.callback;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

final class AddressRangeTest {

  private static InetAddress address(byte[] bytes) {
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** Against the definition, on numbers instead of bytes. */
  @Property
  void an_ipv4_range_is_the_addresses_with_its_leading_bits(
      @ForAll int network, @ForAll int other, @ForAll @IntRange(max = 32) int bits) {
    long mask = bits == 0 ? 0 : -1L << (32 - bits);
    boolean same = (network & mask & 0xffffffffL) == (other & mask & 0xffffffffL);
    assertThat(new AddressRange(address(bytes(network)), bits).contains(address(bytes(other))))
        .isEqualTo(same);
  }

  /** Random pairs seldom share bits; these do, up to one that is flipped. */
  @Property
  void a_range_ends_where_a_leading_bit_differs(
      @ForAll @Size(16) byte[] network,
      @ForAll @IntRange(max = 128) int bits,
      @ForAll @IntRange(max = 127) int flipped) {
    // IPv6 for sure, not a mapped IPv4 address.
    network[0] = 0x20;
    byte[] other = network.clone();
    other[flipped / 8] ^= (byte) (0x80 >> (flipped % 8));
    AddressRange range = new AddressRange(address(network), bits);
    assertThat(range.contains(address(network))).isTrue();
    assertThat(range.contains(address(other))).isEqualTo(flipped >= bits);
  }

  /** Whatever carries an IPv4 address in it is refused if that address is. */
  @Property
  void an_ipv4_address_is_judged_alike_however_it_is_written(@ForAll int number) {
    InetAddress plain = address(bytes(number));
    String dotted = plain.getHostAddress();
    CallbackUrl url = new CallbackUrl("https://hooks.example.com");
    boolean refused = CallbackTargets.DEFAULT.refusal(url, plain).isPresent();
    for (String written : new String[] {"::ffff:" + dotted, "64:ff9b::" + dotted}) {
      InetAddress other = AddressRange.literal(written).orElseThrow();
      assertThat(CallbackTargets.DEFAULT.refusal(url, other).isPresent()).isEqualTo(refused);
      assertThat(CallbackTargets.DEFAULT.refusal(new CallbackUrl("http://[" + written + "]")))
          .satisfies(v -> assertThat(v.isPresent()).isEqualTo(refused));
    }
  }

  private static byte[] bytes(int number) {
    return new byte[] {
      (byte) (number >> 24), (byte) (number >> 16), (byte) (number >> 8), (byte) number
    };
  }
}
