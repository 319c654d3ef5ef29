package io.switchyard.gateway;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Stream;
import io.netty.util.concurrent.Future;
import io.switchyard.ports.session.Call;
import io.switchyard.ports.session.CallEnd;
import io.switchyard.ports.session.CallRefused;
import io.switchyard.ports.session.Route;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One call, from its headers at the client's connection to its end. On one event loop only. */
final class RelayedCall {

  private static final Logger LOG = LoggerFactory.getLogger(RelayedCall.class);

  /** A client that has sent so much of one call may send {@link #UPLOAD_WINDOW} ahead. */
  private static final int UPLOADS = 32 << 10;

  private static final int UPLOAD_WINDOW = 1 << 20;

  private enum At {
    /** Its first message has to say what session it is of. */
    FIRST,
    /** Somebody finds out where it goes. */
    ROUTING,
    /** There is no connection to there yet. */
    CONNECTING,
    RELAYING,
    /** Its end is being written. */
    ENDING,
    OVER
  }

  private final ClientPeer client;
  private final Http2Stream stream;
  private final Http2Headers headers;
  private final String path;
  private final ConnectMethod method;
  private final long begun = System.nanoTime();
  private final long timeout;
  private final @Nullable Future<?> deadline;

  private final FirstFields firstFields;

  private At at = At.FIRST;
  private ByteBuf held = Unpooled.EMPTY_BUFFER;
  private boolean own;
  private int owed;
  private boolean requestEnded;
  private boolean widened;
  private ConfigMessages.@Nullable Asked asked;

  private @Nullable Call call;
  private @Nullable Route route;
  private @Nullable Future<?> routeLimit;
  private @Nullable RequestRewriter rewriter;
  private @Nullable ServerPeer server;
  private @Nullable Http2Stream serverStream;
  private @Nullable WholeAnswer whole;

  private boolean answering;
  private boolean answered;
  private long bytesUp;
  private long bytesDown;
  private int code = Status.CANCELLED;
  private boolean clientGone;

  RelayedCall(ClientPeer client, Http2Stream stream, Http2Headers headers, String path)
      throws BadRequest {
    this.client = client;
    this.stream = stream;
    this.headers = headers;
    this.path = path;
    this.method = ConnectMethod.of(path);
    this.timeout = Timeouts.parse(headers.get(RequestHeaders.GRPC_TIMEOUT));
    GatewayConfig.Limits limits = client.loop().config().limits();
    boolean read = method.reads() != ConnectMethod.Reads.NOTHING;
    this.firstFields = new FirstFields(read ? limits.configMessage() : limits.message());
    this.deadline =
        timeout == Timeouts.NONE ? null : client.loop().after(timeout, this::deadlineExceeded);
  }

  boolean awaitsFirst() {
    return at == At.FIRST;
  }

  boolean isOver() {
    return at == At.OVER;
  }

  long begunNanos() {
    return begun;
  }

  // The client's side.

  /**
   * Some of the request.
   *
   * @return how many of its bytes the client may send again at once
   */
  int requestData(ByteBuf data, boolean end) {
    int length = data.readableBytes();
    if (requestEnded || at == At.ENDING || at == At.OVER) {
      return length;
    }
    requestEnded = end;
    bytesUp += length;
    switch (at) {
      case FIRST -> {
        hold(data);
        boolean credited = method.reads() != ConnectMethod.Reads.NOTHING;
        owed += credited ? 0 : length;
        readFirst();
        return credited ? length : 0;
      }
      case ROUTING, CONNECTING -> {
        hold(data);
        owed += length;
        return 0;
      }
      default -> {
        forward(data, length);
        return 0;
      }
    }
  }

  /** The client has nothing more to say, and did so without a last piece of data. */
  void requestEnds() {
    requestData(Unpooled.EMPTY_BUFFER, true);
  }

  private void hold(ByteBuf data) {
    if (!held.isReadable()) {
      held = data.retain();
      return;
    }
    if (!own) {
      copyHeld(held.readableBytes() + data.readableBytes());
    }
    held.writeBytes(data);
  }

  private void copyHeld(int capacity) {
    ByteBuf copy = client.ctx().alloc().heapBuffer(capacity);
    copy.writeBytes(held);
    held.release();
    held = copy;
    own = true;
  }

  private void readFirst() {
    try {
      boolean read = method.reads() != ConnectMethod.Reads.NOTHING;
      String session = firstFields.sessionId(held);
      boolean enough = session != null && (!read || WholeAnswer.isWhole(held));
      if (session != null && enough) {
        if (method.reads() == ConnectMethod.Reads.CONFIG) {
          asked = ConfigMessages.asked(WholeAnswer.message(held));
        }
        findRoute(session);
      } else if (requestEnded) {
        throw BadRequest.invalid("the call ended before its first message did");
      }
    } catch (BadRequest bad) {
      end(Status.of(bad));
    }
  }

  private void findRoute(String session) {
    at = At.ROUTING;
    long left = timeLeft();
    Call asked =
        new Call(
            path,
            RequestHeaders.text(headers.authority()),
            RequestHeaders.ours(headers),
            RequestHeaders.credential(headers),
            session,
            left == Timeouts.NONE ? null : Duration.ofNanos(left));
    call = asked;
    client.loop().route(asked).whenComplete((to, e) -> client.loop().run(() -> routed(to, e)));
    if (at == At.ROUTING) {
      if (!own) {
        copyHeld(held.readableBytes());
      }
      long limit = client.loop().config().times().route().toNanos();
      routeLimit = client.loop().after(limit, this::notRouted);
    }
  }

  private void notRouted() {
    if (at == At.ROUTING) {
      end(Status.unavailable("the cluster is not ready yet; try again"));
    }
  }

  private void routed(@Nullable Route to, @Nullable Throwable failure) {
    cancel(routeLimit);
    route = to;
    if (at != At.ROUTING) {
      tellEnd();
    } else if (to != null) {
      goOn(to);
    } else {
      end(statusOf(failure));
    }
  }

  private void goOn(Route to) {
    Call of = known(call);
    String refused = refusedKey(to);
    if (refused != null) {
      end(Status.of(Status.PERMISSION_DENIED, refused));
      return;
    }
    rewriter =
        new RequestRewriter(
            of.sessionId(),
            to.session().user(),
            method.operationField(),
            client.loop().config().limits().message());
    if (method.reads() != ConnectMethod.Reads.NOTHING) {
      whole = new WholeAnswer(this, client.loop().config().limits().configMessage());
    }
    at = At.CONNECTING;
    client.loop().servers().open(to.server(), this);
  }

  private @Nullable String refusedKey(Route to) {
    if (asked != null) {
      for (String key : asked.keys()) {
        String why = client.loop().routes().refusedKey(to, key);
        if (why != null) {
          return "configuration key '" + key + "': " + why;
        }
      }
    }
    return null;
  }

  private Status statusOf(@Nullable Throwable failure) {
    Throwable cause = failure instanceof CompletionException e ? e.getCause() : failure;
    if (cause instanceof CallRefused refused) {
      return Status.of(refused, known(call).sessionId());
    }
    LOG.atError().addKeyValue("method", path).setCause(cause).log("a call could not be routed");
    return Status.unavailable("the call cannot be routed now; try again");
  }

  // The server's side.

  /** There is a connection with room for this call. */
  void connected(ServerPeer to) {
    at = At.RELAYING;
    server = to;
    long left = timeLeft();
    if (left != Timeouts.NONE) {
      headers.set(RequestHeaders.GRPC_TIMEOUT, Timeouts.format(left));
    }
    boolean plain = method.reads() != ConnectMethod.Reads.NOTHING;
    RequestHeaders.forServer(headers, known(route), plain);
    serverStream = to.begin(this, headers);
    if (serverStream == null) {
      end(Status.unavailable("the connection to the server was lost"));
      return;
    }
    ByteBuf first = held;
    held = Unpooled.EMPTY_BUFFER;
    forward(first, owed);
    first.release();
  }

  /** There is no connection. */
  void unreachable(String why) {
    if (at == At.CONNECTING) {
      end(Status.unavailable(why));
    }
  }

  private void forward(ByteBuf data, int credit) {
    RequestRewriter rewriting = known(rewriter);
    ByteBuf out;
    try {
      out = rewriting.rewrite(client.ctx().alloc(), data);
      if (requestEnded && !rewriting.betweenMessages()) {
        out.release();
        throw BadRequest.invalid("the call ended amid a message");
      }
    } catch (BadRequest bad) {
      end(Status.of(bad));
      return;
    }
    ServerPeer to = known(server);
    ChannelPromise sent = to.ctx().newPromise();
    if (!requestEnded) {
      sent.addListener(done -> client.credit(stream, credit));
      widen();
    }
    to.writeData(known(serverStream), out, requestEnded, sent);
  }

  private void widen() {
    if (!widened && bytesUp > UPLOADS) {
      widened = true;
      client.widen(stream, UPLOAD_WINDOW - ClientPeer.WINDOW);
    }
  }

  /** The answer's headers, or its trailers. */
  void answerHeaders(Http2Headers answer, boolean end) {
    if (at != At.RELAYING) {
      return;
    }
    if (!end) {
      answering = true;
      client.writeHeaders(stream, answer, false);
    } else {
      answered = true;
      code = Status.codeIn(answer);
      if (whole == null || whole.endsWith(answer)) {
        writeEnd(answer);
      }
    }
  }

  /**
   * Some of the answer.
   *
   * @return how many of its bytes the server may send again at once
   */
  int answerData(ByteBuf data, boolean end) {
    int length = data.readableBytes();
    if (at != At.RELAYING) {
      return length;
    }
    bytesDown += length;
    if (whole != null) {
      whole.add(data);
    } else {
      ServerPeer from = known(server);
      Http2Stream of = known(serverStream);
      ChannelPromise sent = client.ctx().newPromise();
      sent.addListener(done -> from.credit(of, length));
      client.answering();
      client.writeData(stream, data.retain(), false, sent);
    }
    if (end) {
      // Not as gRPC ends answers.
      answered = true;
      end(Status.of(Status.INTERNAL, "the server ended its answer without a status"));
    }
    return whole != null ? length : 0;
  }

  /** A message of the answer that was read whole. */
  void answerMessage(byte[] message) {
    if (at == At.RELAYING) {
      ByteBuf out = Unpooled.buffer(FirstFields.PREFIX + message.length);
      out.writeByte(0).writeInt(message.length).writeBytes(message);
      client.writeData(stream, out, false, client.ctx().newPromise());
    }
  }

  /** What {@link #answerHeaders} left to whoever reads the answer. */
  void answerEnds(Http2Headers trailers) {
    if (at == At.RELAYING) {
      writeEnd(trailers);
    }
  }

  /** The server reset the stream. */
  void answerReset(long error) {
    if (at == At.RELAYING && !answered) {
      answered = true;
      code = codeOf(error);
      over();
      client.reset(stream, error);
    }
  }

  /**
   * The stream at the server is closed.
   *
   * @param unseen whether the server said that it has not looked at the call
   */
  void serverClosed(boolean unseen) {
    if (at != At.RELAYING || answered) {
      return;
    }
    answered = true;
    if (unseen && !answering) {
      answerReset0(Http2Error.REFUSED_STREAM.code());
    } else {
      end(Status.unavailable("the connection to the server was lost"));
    }
  }

  private void answerReset0(long error) {
    code = codeOf(error);
    over();
    client.reset(stream, error);
  }

  private static int codeOf(long error) {
    if (error == Http2Error.CANCEL.code()) {
      return Status.CANCELLED;
    }
    return error == Http2Error.REFUSED_STREAM.code() ? Status.UNAVAILABLE : Status.INTERNAL;
  }

  // The end.

  private void deadlineExceeded() {
    end(Status.of(Status.DEADLINE_EXCEEDED, "the call's deadline is over"));
  }

  /** The first message did not come in time. */
  void tooSlow() {
    if (at == At.FIRST) {
      end(Status.of(Status.DEADLINE_EXCEEDED, "the call's first message did not come in time"));
    }
  }

  /** Ends the call here, with what the client is told. */
  void end(Status status) {
    if (at == At.ENDING || at == At.OVER) {
      return;
    }
    code = status.code();
    stopServer(Http2Error.CANCEL.code());
    writeEnd(answering ? status.trailers() : status.trailersOnly());
  }

  private void writeEnd(Http2Headers trailers) {
    at = At.ENDING;
    release();
    ChannelPromise sent = client.ctx().newPromise();
    sent.addListener(done -> ended(done.isSuccess()));
    client.writeHeaders(stream.id(), trailers, true, sent);
  }

  private void ended(boolean sent) {
    if (at == At.OVER) {
      return;
    }
    if (!sent) {
      clientGone(Http2Error.CANCEL.code());
      return;
    }
    boolean talking = !requestEnded;
    over();
    if (talking) {
      // It has its answer; what it still wants to say is in vain.
      client.reset(stream, Http2Error.NO_ERROR.code());
      stopServer(Http2Error.NO_ERROR.code());
    }
  }

  /** The client reset the stream, or is gone. */
  void clientGone(long error) {
    if (at == At.OVER) {
      return;
    }
    clientGone = true;
    code = Status.CANCELLED;
    over();
    stopServer(error);
  }

  /** The client's stream is closed; whether because of its end is known by the end's promise. */
  void clientClosed(boolean lost) {
    if (lost || at != At.ENDING) {
      clientGone(Http2Error.CANCEL.code());
    }
  }

  private void stopServer(long error) {
    Http2Stream there = serverStream;
    ServerPeer of = server;
    if (there != null && of != null && there.state() != Http2Stream.State.CLOSED) {
      answered = true;
      of.reset(there, error);
    }
  }

  private void over() {
    at = At.OVER;
    cancel(deadline);
    cancel(routeLimit);
    release();
    tellEnd();
  }

  private void release() {
    held.release();
    held = Unpooled.EMPTY_BUFFER;
  }

  private void tellEnd() {
    Call of = call;
    Route to = route;
    if (of != null && to != null) {
      String operation = rewriter == null ? "" : rewriter.operation();
      client
          .loop()
          .routes()
          .ended(of, to, new CallEnd(bytesUp, bytesDown, code, clientGone, operation));
    }
  }

  // What others need.

  /** A message of an answer, as the client may see it; done once it may be passed on. */
  CompletionStage<byte[]> shown(byte[] message) throws BadRequest {
    return client.loop().shown(known(route), method, asked, message);
  }

  RelayLoop loop() {
    return client.loop();
  }

  private long timeLeft() {
    return timeout == Timeouts.NONE
        ? Timeouts.NONE
        : Math.max(1, timeout - (System.nanoTime() - begun));
  }

  private static void cancel(@Nullable Future<?> timer) {
    if (timer != null) {
      timer.cancel(false);
    }
  }

  private static <T> T known(@Nullable T part) {
    if (part == null) {
      throw new IllegalStateException("the call is not that far");
    }
    return part;
  }
}
