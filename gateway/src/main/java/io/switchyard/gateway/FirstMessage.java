package io.switchyard.gateway;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.Http2Headers;
import io.switchyard.gateway.ConnectMethod.Reads;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a client has sent of a call before it is known where the call goes. */
final class FirstMessage {

  /** What else there is of a call. */
  private static final int CALL = 1 << 10;

  /** What a header takes beyond its text. */
  private static final int HEADER = 100;

  private final ByteBufAllocator alloc;
  private final ClientPeer client;
  private final Waiting waiting;
  private final Waiting.Guest guest;
  private final ConnectMethod method;
  private final FirstFields fields;
  private ByteBuf held = Unpooled.EMPTY_BUFFER;
  private boolean own;
  private long others;
  private long parked;
  private boolean read;
  private int owed;
  private ConfigMessages.@Nullable Asked asked;

  /**
   * @param guest of whom this is
   */
  FirstMessage(ClientPeer client, Waiting.Guest guest, ConnectMethod method) {
    this.alloc = client.ctx().alloc();
    this.client = client;
    this.waiting = client.loop().waiting();
    this.guest = guest;
    this.method = method;
    GatewayConfig.Limits limits = client.loop().config().limits();
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
      held.release();
      held = data.retain();
      own = false;
    }
    boolean credit = reads() && !read;
    owed += credit ? 0 : length;
    return credit ? length : 0;
  }

  /** It does not come at once, so what is there is noted, and copied, and may be too much. */
  void waits(Http2Headers headers) {
    if (others == 0) {
      others = CALL;
      for (Map.Entry<CharSequence, CharSequence> header : headers) {
        others += HEADER + header.getKey().length() + header.getValue().length();
      }
    }
    own();
    waiting.holds(client, guest, others + held.capacity());
  }

  /**
   * It is there, and its call waits for its route.
   *
   * @return false if too much does
   */
  boolean parks() {
    waiting.left(client, guest);
    others = CALL;
    own();
    long now = CALL + held.capacity();
    boolean may = waiting.park(now - parked);
    parked += may ? now - parked : 0;
    return may;
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

  /** What a client is told of it after too long, or because of too many of its kind. */
  static Status refusal(boolean late) {
    return late
        ? Status.of(Status.DEADLINE_EXCEEDED, "the call's first message did not come in time")
        : Status.of(Status.RESOURCE_EXHAUSTED, "too many calls wait here for their first message");
  }

  /** What was kept, for the caller to release. */
  ByteBuf take() {
    ByteBuf taken = held;
    held = Unpooled.EMPTY_BUFFER;
    own = false;
    if (others > 0) {
      waiting.left(client, guest);
      waiting.park(-parked);
      parked = 0;
    }
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
