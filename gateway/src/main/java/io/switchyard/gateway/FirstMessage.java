package io.switchyard.gateway;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.switchyard.gateway.ConnectMethod.Reads;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a client has sent of a call before it is known where the call goes. */
final class FirstMessage {

  private final ByteBufAllocator alloc;
  private final ConnectMethod method;
  private final FirstFields fields;
  private ByteBuf held = Unpooled.EMPTY_BUFFER;
  private boolean own;
  private boolean read;
  private int owed;
  private ConfigMessages.@Nullable Asked asked;

  FirstMessage(ByteBufAllocator alloc, ConnectMethod method, GatewayConfig.Limits limits) {
    this.alloc = alloc;
    this.method = method;
    this.fields = new FirstFields(reads() ? limits.configMessage() : limits.message());
  }

  /** Whether the whole message is read here. */
  private boolean reads() {
    return method.reads() != Reads.NOTHING;
  }

  /**
   * Keeps what came.
   *
   * @return how much of it the client may send again at once: all of a message that is read, which
   *     is bounded otherwise
   */
  int add(ByteBuf data) {
    int length = data.readableBytes();
    if (held.isReadable()) {
      own();
      held.writeBytes(data);
    } else {
      release();
      held = data.retain();
    }
    boolean credit = reads() && !read;
    owed += credit ? 0 : length;
    return credit ? length : 0;
  }

  /** Lets go of the connection's buffer, of which this may be a small part. */
  void own() {
    if (!own) {
      ByteBuf copy = alloc.heapBuffer(2 * held.readableBytes());
      copy.writeBytes(held);
      held.release();
      held = copy;
      own = true;
    }
  }

  /** The session id, once everything is there that has to be looked at; else null. */
  @Nullable String sessionId() throws BadRequest {
    String session = fields.sessionId(held);
    if (session == null || reads() && !WholeAnswer.isWhole(held)) {
      return null;
    }
    read = true;
    if (method.reads() == Reads.CONFIG) {
      asked = ConfigMessages.asked(WholeAnswer.message(held));
    }
    return session;
  }

  /** The keys that a Config request names. */
  List<String> keys() {
    return asked == null ? List.of() : asked.keys();
  }

  /** What the keys of a Config answer lack. */
  String prefix() {
    return asked == null ? "" : asked.prefix();
  }

  /** What was kept, for the caller to release. */
  ByteBuf take() {
    ByteBuf taken = held;
    held = Unpooled.EMPTY_BUFFER;
    own = false;
    return taken;
  }

  /** How many bytes the client may send again once they are passed on. */
  int owed() {
    return owed;
  }

  void release() {
    take().release();
  }
}
