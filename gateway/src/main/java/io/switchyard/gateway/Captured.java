package io.switchyard.gateway;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/** A short text field of a message that comes in pieces. */
final class Captured {

  private static final byte[] NOTHING = {};

  private final int most;
  private byte[] bytes = NOTHING;
  private int filled;
  private boolean begun;

  Captured(int most) {
    this.most = most;
  }

  void reset() {
    bytes = NOTHING;
    filled = 0;
    begun = false;
  }

  /** The field was seen. */
  boolean begun() {
    return begun;
  }

  /** All of the field was seen, and there is something in it. */
  boolean whole() {
    return begun && filled > 0 && filled == bytes.length;
  }

  void begin(int type, int length) throws BadRequest {
    if (type != FieldScan.LENGTH || length > most) {
      throw BadRequest.malformed();
    }
    begun = true;
    bytes = new byte[length];
    filled = 0;
  }

  /** Does not move the reader index. */
  void add(ByteBuf from, int length) {
    from.getBytes(from.readerIndex(), bytes, filled, length);
    filled += length;
  }

  boolean is(byte[] other) {
    return Arrays.equals(bytes, other);
  }

  /** The text as any reader of UTF-8 understands it; what is not UTF-8 is malformed. */
  String text() throws BadRequest {
    return Fields.utf8(bytes);
  }
}
