package io.switchyard.gateway;

import io.netty.buffer.ByteBuf;

/**
 * The top-level fields of a protobuf message that comes in pieces. Nothing is kept but what a
 * {@link Watch} asks for. It is stricter than protobuf's own readers: whatever two readers could
 * understand in two ways is malformed.
 */
final class FieldScan {

  static final int VARINT = 0;
  static final int LENGTH = 2;

  private static final int FIXED64 = 1;
  private static final int FIXED32 = 5;
  private static final int TAG_BYTES = 5;
  private static final int VARINT_BYTES = 10;

  /** Sees the fields pass. */
  interface Watch {
    /**
     * A field begins.
     *
     * @param length of a length-delimited field, 0 for others
     * @return whether its bytes are wanted, which only length-delimited fields have
     */
    boolean begins(int field, int type, int length) throws BadRequest;

    /** Some bytes of the wanted field, from the reader index on; must not move it. */
    void part(ByteBuf from, int length) throws BadRequest;

    /**
     * The wanted field was there whole.
     *
     * @return whether to read on
     */
    boolean ends() throws BadRequest;
  }

  private enum At {
    TAG,
    LENGTH,
    VALUE,
    VARINT,
    STOPPED
  }

  private final Watch watch;
  private At at = At.TAG;
  private long number;
  private int numberBytes;
  private int field;
  private int left;
  private boolean wanted;

  FieldScan(Watch watch) {
    this.watch = watch;
  }

  /** Ready for the next message. */
  void reset() {
    at = At.TAG;
    number = 0;
    numberBytes = 0;
    left = 0;
    wanted = false;
  }

  /** Whether the message may end here. */
  boolean betweenFields() {
    return at == At.TAG && numberBytes == 0;
  }

  /**
   * Reads on.
   *
   * @param length how many bytes of this message are in {@code in}; all are read
   * @param rest how many more bytes the message has after them
   */
  void read(ByteBuf in, int length, long rest) throws BadRequest {
    int end = in.readerIndex() + length;
    while (in.readerIndex() < end) {
      switch (at) {
        case TAG -> tag(in.readByte());
        case LENGTH -> length(in.readByte(), in, end, rest);
        case VALUE -> value(in, end);
        case VARINT -> varint(in.readByte());
        case STOPPED -> in.readerIndex(end);
      }
    }
  }

  private void tag(byte next) throws BadRequest {
    if (!gather(next, TAG_BYTES)) {
      return;
    }
    long tag = taken();
    field = (int) (tag >>> 3);
    if (tag > 0xFFFF_FFFFL || field == 0) {
      throw BadRequest.malformed();
    }
    int type = (int) (tag & 7);
    switch (type) {
      case VARINT -> {
        watch.begins(field, type, 0);
        at = At.VARINT;
      }
      case FIXED64 -> fixed(type, 8);
      case FIXED32 -> fixed(type, 4);
      case LENGTH -> at = At.LENGTH;
      default -> throw BadRequest.malformed();
    }
  }

  private void fixed(int type, int length) throws BadRequest {
    watch.begins(field, type, 0);
    wanted = false;
    left = length;
    at = At.VALUE;
  }

  private void length(byte next, ByteBuf in, int end, long rest) throws BadRequest {
    if (!gather(next, TAG_BYTES)) {
      return;
    }
    long length = taken();
    if (length > end - in.readerIndex() + rest) {
      throw BadRequest.malformed();
    }
    left = (int) length;
    wanted = watch.begins(field, LENGTH, left);
    at = At.VALUE;
    if (left == 0) {
      valueEnds();
    }
  }

  private void value(ByteBuf in, int end) throws BadRequest {
    int here = Math.min(left, end - in.readerIndex());
    if (wanted) {
      watch.part(in, here);
    }
    in.skipBytes(here);
    left -= here;
    if (left == 0) {
      valueEnds();
    }
  }

  private void valueEnds() throws BadRequest {
    at = At.TAG;
    if (wanted) {
      wanted = false;
      if (!watch.ends()) {
        at = At.STOPPED;
      }
    }
  }

  private void varint(byte next) throws BadRequest {
    if (gather(next, VARINT_BYTES)) {
      taken();
      at = At.TAG;
    }
  }

  /** Takes a byte of a varint; true if it was the last. */
  private boolean gather(byte next, int most) throws BadRequest {
    number |= (next & 0x7FL) << (7 * numberBytes);
    numberBytes++;
    if (next >= 0) {
      return true;
    }
    if (numberBytes == most) {
      throw BadRequest.malformed();
    }
    return false;
  }

  private long taken() {
    long value = number;
    number = 0;
    numberBytes = 0;
    return value;
  }
}
