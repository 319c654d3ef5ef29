package io.switchyard.gateway;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.CompositeByteBuf;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Request messages on their way to the server, in pieces as they come. At the end of each stands
 * one more {@code user_context} with the authenticated user: protobuf merges the occurrences of an
 * embedded message, and of its fields the last counts, so whatever the client said of its user is
 * overruled and no message has to be whole here. A message that is refused is never complete at the
 * server, which therefore does not see it.
 */
final class RequestRewriter {

  /** Below this a copy is cheaper than a chain of buffers. */
  private static final int COPIED = 4 << 10;

  private static final int OPERATION_ID_BYTES = 1 << 10;

  private final byte[] session;
  private final byte[] user;
  private final ConnectMethod method;
  private final int most;
  private final FieldScan scan;
  private final Captured sessionId = new Captured(FirstFields.WITHIN);
  private final Captured operationId = new Captured(OPERATION_ID_BYTES);
  private final byte[] prefix = new byte[FirstFields.PREFIX];

  private int prefixBytes;
  private long left;
  private boolean first = true;
  private @Nullable String operation;

  /**
   * @param session that every message has to name, as the first one does
   * @param user that the server is told
   * @param method of which only the first message is looked at as a whole, if any is
   * @param most bytes of a message
   */
  RequestRewriter(String session, String user, ConnectMethod method, int most) {
    this.session = session.getBytes(StandardCharsets.UTF_8);
    this.user =
        new Proto()
            .message(
                ConnectMethod.USER_CONTEXT,
                new Proto().text(ConnectMethod.USER_ID, user).text(ConnectMethod.USER_NAME, user))
            .toBytes();
    this.method = method;
    this.most = most;
    this.scan = new FieldScan(new Fields());
  }

  /** The operation that the first message named, if it has come so far. */
  String operation() {
    return operation == null ? "" : operation;
  }

  /** Whether the stream may end here. */
  boolean betweenMessages() {
    return prefixBytes == 0;
  }

  /**
   * What to send for what has come.
   *
   * @param in read to its end, not released
   * @return the caller's to release; maybe empty
   */
  ByteBuf rewrite(ByteBufAllocator alloc, ByteBuf in) throws BadRequest {
    boolean copies = in.readableBytes() <= COPIED;
    ByteBuf out =
        copies ? alloc.ioBuffer(in.readableBytes() + user.length) : alloc.compositeBuffer(64);
    try {
      while (in.isReadable()) {
        if (prefixBytes < FirstFields.PREFIX) {
          readPrefix(alloc, in, out);
        } else {
          readFields(in, out);
        }
        if (prefixBytes == FirstFields.PREFIX && left == 0) {
          endMessage(alloc, out);
        }
      }
      return out;
    } catch (BadRequest | RuntimeException e) {
      out.release();
      throw e;
    }
  }

  private void readPrefix(ByteBufAllocator alloc, ByteBuf in, ByteBuf out) throws BadRequest {
    prefix[prefixBytes++] = in.readByte();
    if (prefixBytes < FirstFields.PREFIX) {
      return;
    }
    long length =
        (prefix[1] & 0xFFL) << 24
            | (prefix[2] & 0xFFL) << 16
            | (prefix[3] & 0xFFL) << 8
            | prefix[4] & 0xFFL;
    if (!first && method.reads() != ConnectMethod.Reads.NOTHING) {
      throw BadRequest.invalid("the call has more than one message");
    }
    left = FirstFields.messageLength(prefix[0], length, most);
    ByteBuf head = out instanceof CompositeByteBuf ? alloc.ioBuffer(FirstFields.PREFIX) : out;
    head.writeByte(0).writeInt((int) left + user.length);
    added(out, head);
  }

  private void readFields(ByteBuf in, ByteBuf out) throws BadRequest {
    int here = (int) Math.min(left, in.readableBytes());
    if (out instanceof CompositeByteBuf chain) {
      chain.addComponent(true, in.retainedSlice(in.readerIndex(), here));
    } else {
      out.writeBytes(in, in.readerIndex(), here);
    }
    scan.read(in, here, left - here);
    left -= here;
  }

  private void endMessage(ByteBufAllocator alloc, ByteBuf out) throws BadRequest {
    if (!scan.betweenFields()) {
      throw BadRequest.malformed();
    }
    ByteBuf tail = out instanceof CompositeByteBuf ? alloc.ioBuffer(user.length) : out;
    tail.writeBytes(user);
    added(out, tail);
    if (first) {
      first = false;
      operation = operationId.whole() ? operationId.text() : "";
    }
    prefixBytes = 0;
    scan.reset();
    sessionId.reset();
    operationId.reset();
  }

  private static void added(ByteBuf out, ByteBuf part) {
    if (out instanceof CompositeByteBuf chain) {
      chain.addComponent(true, part);
    }
  }

  private final class Fields implements FieldScan.Watch {

    private Captured current = sessionId;

    @Override
    public boolean begins(int field, int type, int length) throws BadRequest {
      if (field == ConnectMethod.SESSION_ID) {
        if (sessionId.begun()) {
          throw BadRequest.invalid("session_id is there twice");
        }
        current = sessionId;
      } else if (first && field == method.operationField()) {
        current = operationId;
      } else if (field == ConnectMethod.USER_CONTEXT && type != FieldScan.LENGTH) {
        throw BadRequest.malformed();
      } else {
        return false;
      }
      current.begin(type, length);
      return true;
    }

    @Override
    public void part(ByteBuf from, int length) {
      current.add(from, length);
    }

    @Override
    public boolean ends() throws BadRequest {
      if (current == sessionId && !sessionId.is(session)) {
        throw BadRequest.invalid("the messages of a call are of one session");
      }
      return true;
    }
  }
}
