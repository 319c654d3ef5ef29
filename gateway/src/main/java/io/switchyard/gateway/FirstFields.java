package io.switchyard.gateway;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/** Finds the session id of a call's first message, which comes in pieces. */
final class FirstFields implements FieldScan.Watch {

  /** gRPC's flag and length before each message. */
  static final int PREFIX = 5;

  /** The session id has to end within so many bytes; clients write it first. */
  static final int WITHIN = 8 << 10;

  private final int most;
  private final Captured id = new Captured(WITHIN);
  private final FieldScan scan = new FieldScan(this);
  private int seen = PREFIX;

  /**
   * @param most bytes that a message may have
   */
  FirstFields(int most) {
    this.most = most;
  }

  /**
   * Looks at what has come since, without moving the reader index.
   *
   * @param message from its prefix on, as far as it is there; each time the same and maybe more
   * @return null if more bytes are needed
   */
  @Nullable String sessionId(ByteBuf message) throws BadRequest {
    if (id.whole()) {
      return id.text();
    }
    if (message.readableBytes() < PREFIX) {
      return null;
    }
    int start = message.readerIndex();
    long length = messageLength(message.getByte(start), message.getUnsignedInt(start + 1), most);
    int end = (int) Math.min(length + PREFIX, message.readableBytes());
    scan.read(message.slice(start + seen, end - seen), end - seen, length + PREFIX - end);
    seen = end;
    if (id.whole()) {
      return id.text();
    }
    if (end == length + PREFIX || end >= WITHIN) {
      throw BadRequest.invalid(
          "session_id is missing: it has to be in the first " + WITHIN + " bytes of a request");
    }
    return null;
  }

  static long messageLength(byte flag, long length, int most) throws BadRequest {
    if (flag == 1) {
      throw BadRequest.compressed();
    }
    if (flag != 0) {
      throw BadRequest.malformed();
    }
    if (length > most) {
      throw BadRequest.tooLarge(length, most);
    }
    return length;
  }

  @Override
  public boolean begins(int field, int type, int length) throws BadRequest {
    if (field != ConnectMethod.SESSION_ID) {
      return false;
    }
    id.begin(type, length);
    return true;
  }

  @Override
  public void part(ByteBuf from, int length) {
    id.add(from, length);
  }

  @Override
  public boolean ends() {
    return false;
  }
}
