package io.switchyard.gateway;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Writes protobuf messages of a few fields. */
final class Proto {

  private final ByteArrayOutputStream out = new ByteArrayOutputStream(128);

  Proto text(int field, String value) {
    return bytes(field, value.getBytes(StandardCharsets.UTF_8));
  }

  Proto bytes(int field, byte[] value) {
    varint((long) field << 3 | FieldScan.LENGTH);
    varint(value.length);
    out.writeBytes(value);
    return this;
  }

  Proto message(int field, Proto value) {
    return bytes(field, value.toBytes());
  }

  Proto number(int field, long value) {
    varint((long) field << 3 | FieldScan.VARINT);
    varint(value);
    return this;
  }

  /** Bytes that are fields already. */
  Proto raw(byte[] from, int start, int end) {
    out.write(from, start, end - start);
    return this;
  }

  byte[] toBytes() {
    return out.toByteArray();
  }

  private void varint(long value) {
    long left = value;
    while ((left & ~0x7FL) != 0) {
      out.write((int) (left & 0x7F | 0x80));
      left >>>= 7;
    }
    out.write((int) left);
  }
}
