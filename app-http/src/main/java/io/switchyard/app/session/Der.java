package io.switchyard.app.session;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;

/** As much of DER as a certificate needs. */
final class Der {

  private static final int BOOLEAN = 0x01;
  private static final int INTEGER = 0x02;
  private static final int BIT_STRING = 0x03;
  private static final int OCTET_STRING = 0x04;
  private static final int OBJECT_ID = 0x06;
  private static final int UTF8 = 0x0c;
  private static final int UTC_TIME = 0x17;
  private static final int SEQUENCE = 0x30;
  private static final int SET = 0x31;
  private static final int CONTEXT = 0x80;
  private static final int CONTEXT_CONSTRUCTED = 0xa0;

  private static final DateTimeFormatter UTC =
      DateTimeFormatter.ofPattern("yyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);

  /** The algorithm that signs. */
  static final byte[] ECDSA_SHA256 = sequence(objectId(1, 2, 840, 10045, 4, 3, 2));

  private Der() {}

  static byte[] sequence(byte[]... parts) {
    return tagged(SEQUENCE, joined(parts));
  }

  static byte[] explicit(int number, byte[] content) {
    return tagged(CONTEXT_CONSTRUCTED | number, content);
  }

  static byte[] integer(BigInteger value) {
    return tagged(INTEGER, value.toByteArray());
  }

  static byte[] bits(byte[] whole) {
    return tagged(BIT_STRING, joined(new byte[] {0}, whole));
  }

  /** Good until 2049. */
  static byte[] time(Instant at) {
    return tagged(UTC_TIME, UTC.format(at).getBytes(StandardCharsets.US_ASCII));
  }

  /** A name that is a common name alone. */
  static byte[] name(String common) {
    byte[] text = tagged(UTF8, common.getBytes(StandardCharsets.UTF_8));
    return sequence(tagged(SET, sequence(objectId(2, 5, 4, 3), text)));
  }

  static byte[] objectId(int... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(parts[0] * 40 + parts[1]);
    for (int i = 2; i < parts.length; i++) {
      int bits = 28;
      while (bits > 0 && parts[i] >>> bits == 0) {
        bits -= 7;
      }
      for (; bits > 0; bits -= 7) {
        out.write(parts[i] >>> bits & 0x7f | 0x80);
      }
      out.write(parts[i] & 0x7f);
    }
    return tagged(OBJECT_ID, out.toByteArray());
  }

  private static byte[] tagged(int tag, byte[] content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(tag);
    int length = content.length;
    if (length < 0x80) {
      out.write(length);
    } else if (length < 0x100) {
      out.write(0x81);
      out.write(length);
    } else {
      out.write(0x82);
      out.write(length >>> 8);
      out.write(length);
    }
    out.writeBytes(content);
    return out.toByteArray();
  }

  private static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  /** The extensions of the two certificates. */
  static final class Extension {

    private static final byte[] TRUE = {(byte) 0xff};

    private Extension() {}

    /** May sign certificates that sign none. */
    static byte[] authority() {
      byte[] zero = integer(BigInteger.ZERO);
      return sequence(
          critical(sequence(tagged(BOOLEAN, TRUE), zero), 2, 5, 29, 19),
          critical(keyUsage(1, 0x06), 2, 5, 29, 15));
    }

    /** A server with these names. */
    static byte[] server(List<String> names) {
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      names.forEach(name -> all.writeBytes(alternative(name)));
      return sequence(
          critical(sequence(), 2, 5, 29, 19),
          critical(keyUsage(7, 0x80), 2, 5, 29, 15),
          plain(sequence(objectId(1, 3, 6, 1, 5, 5, 7, 3, 1)), 2, 5, 29, 37),
          plain(sequence(all.toByteArray()), 2, 5, 29, 17));
    }

    private static byte[] keyUsage(int unused, int bits) {
      return tagged(BIT_STRING, new byte[] {(byte) unused, (byte) bits});
    }

    private static byte[] alternative(String name) {
      if (name.matches("[0-9.]+|.*:.*")) {
        try {
          return tagged(CONTEXT | 7, InetAddress.getByName(name).getAddress());
        } catch (UnknownHostException e) {
          throw new IllegalArgumentException(name, e);
        }
      }
      return tagged(CONTEXT | 2, name.getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] critical(byte[] value, int... id) {
      return sequence(objectId(id), tagged(BOOLEAN, TRUE), tagged(OCTET_STRING, value));
    }

    private static byte[] plain(byte[] value, int... id) {
      return sequence(objectId(id), tagged(OCTET_STRING, value));
    }
  }
}
