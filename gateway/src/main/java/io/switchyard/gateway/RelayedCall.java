package io.switchyard.gateway;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Stream;
import io.switchyard.ports.session.CallEnd;
import io.switchyard.ports.session.Route;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** One call, from its headers at the client's connection to its end. On one event loop only. */
final class RelayedCall implements Waiting.Guest {

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
  private final FirstMessage first;
  private final Deadline deadline;
  private final CallTrace trace;
  private final Routing routing;

  private At at = At.FIRST;
  private boolean requestEnded;
  private boolean widened;
  private long bytesUp;

  private @Nullable RequestRewriter rewriter;
  private @Nullable ServerPeer server;
  private @Nullable Http2Stream serverStream;
  private @Nullable AnswerSide answer;

  private int code = Status.CANCELLED;
  private boolean clientGone;

  RelayedCall(ClientPeer client, Http2Stream stream, Http2Headers headers, String path)
      throws BadRequest {
    this.client = client;
    this.stream = stream;
    this.headers = headers;
    this.path = path;
    this.method = ConnectMethod.of(path);
    this.first = new FirstMessage(client, this, method);
    this.deadline = new Deadline(headers, client.loop(), this::deadlineExceeded);
    this.routing = new Routing(this, client.loop());
    this.trace = client.loop().routes().begun(path, name -> RequestHeaders.get(headers, name));
  }

  boolean isForResult() {
    return method.results();
  }

  boolean isRelaying() {
    return at == At.RELAYING;
  }

  boolean isOver() {
    return at == At.ENDING || at == At.OVER;
  }

  // From the client.

  /**
   * Some of the request.
   *
   * @return how many of its bytes the client may send again at once
   */
  int requestData(ByteBuf data, boolean end) {
    int length = data.readableBytes();
    if (requestEnded || isOver()) {
      return length;
    }
    requestEnded = end;
    bytesUp += length;
    if (at == At.RELAYING) {
      forward(data, length);
      return 0;
    }
    int credit = first.add(data);
    if (at == At.FIRST) {
      readFirst();
    } else if (at != At.RELAYING) {
      park();
    }
    return credit;
  }

  /** The client has nothing more to say, and did so without a last piece of data. */
  void requestEnds() {
    requestData(Unpooled.EMPTY_BUFFER, true);
  }

  private void readFirst() {
    try {
      String session = first.sessionId();
      if (session != null) {
        findRoute(session);
      } else if (requestEnded) {
        throw BadRequest.invalid("the call ended before its first message did");
      } else {
        first.waits(headers);
      }
    } catch (BadRequest bad) {
      end(Status.of(bad));
    }
  }

  // Where to.

  private void findRoute(String session) {
    at = At.ROUTING;
    routing.ask(path, headers, session, deadline.left());
    if (at == At.ROUTING) {
      park();
    }
  }

  private void park() {
    if (!isOver() && !first.parks()) {
      end(Status.unavailable("too many calls wait here for their cluster; try again"));
    }
  }

  /** It takes too long to find out. */
  void notRouted() {
    if (at == At.ROUTING) {
      end(Status.unavailable("the cluster is not ready yet; try again"));
    }
  }

  /** It goes nowhere. */
  void refused(Status why) {
    if (at == At.ROUTING) {
      end(why);
    }
  }

  /** It goes there, if it is not over yet. */
  void routed(Route to) {
    if (at != At.ROUTING) {
      tellEnd();
      return;
    }
    client.known();
    try {
      String refused = routing.refusedKey(first.keys());
      if (refused != null) {
        end(Status.of(Status.PERMISSION_DENIED, refused));
        return;
      }
      int most = client.loop().config().limits().message();
      String session = routing.call().sessionId();
      rewriter = new RequestRewriter(session, to.session().user(), method, most);
      at = At.CONNECTING;
      client.loop().servers().open(to.server(), this);
    } catch (RuntimeException e) {
      // Of whoever completed the route, who would not know what to do with it.
      end(routing.failure(e));
    }
  }

  // To the server.

  /** There is a connection with room for this call. */
  void connected(ServerPeer to) {
    at = At.RELAYING;
    deadline.write(headers);
    boolean read = method.reads() != ConnectMethod.Reads.NOTHING;
    RequestHeaders.forServer(headers, routing.route(), read);
    trace.headers().forEach(headers::set);
    server = to;
    answer = new AnswerSide(this, client, stream, to, read);
    serverStream = to.begin(this, headers);
    if (serverStream == null) {
      end(Status.unavailable("the connection to the server was lost"));
      return;
    }
    answer.on(serverStream);
    ByteBuf held = first.take();
    forward(held, first.owed());
    held.release();
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

  // From the server.

  /** The answer to pass on; null if nobody waits for one any more. */
  @Nullable AnswerSide answer() {
    return at == At.RELAYING ? answer : null;
  }

  /** The server ended the call. */
  void answered(Http2Headers trailers) {
    code = Status.codeIn(trailers);
    writeEnd(trailers);
  }

  /** The server ended the call without a word; so does this, unless the time was up. */
  void answeredWithReset(long error) {
    if (deadline.isOver()) {
      deadlineExceeded();
      return;
    }
    if (error == Http2Error.CANCEL.code()) {
      code = Status.CANCELLED;
    } else {
      code = error == Http2Error.REFUSED_STREAM.code() ? Status.UNAVAILABLE : Status.INTERNAL;
    }
    over();
    client.reset(stream, error);
  }

  // The end.

  private void deadlineExceeded() {
    end(Status.of(Status.DEADLINE_EXCEEDED, "the call's deadline is over"));
  }

  /** Nothing, or not enough, of the first message came with the headers. */
  void waits() {
    if (at == At.FIRST) {
      first.waits(headers);
    }
  }

  @Override
  public void sendAway(boolean late) {
    if (at == At.FIRST) {
      end(FirstMessage.refusal(late));
    }
  }

  /** Ends the call here, with what the client is told. */
  void end(Status status) {
    if (isOver()) {
      return;
    }
    code = status.code();
    AnswerSide side = answer;
    at = At.ENDING;
    stopServer(Http2Error.CANCEL.code());
    writeEnd(side != null && side.began() ? status.trailers() : status.trailersOnly());
  }

  private void writeEnd(Http2Headers trailers) {
    at = At.ENDING;
    first.release();
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
    over();
    if (!requestEnded) {
      // It has its answer; what it still wants to say is in vain.
      client.reset(stream, Http2Error.NO_ERROR.code());
      stopServer(Http2Error.NO_ERROR.code());
    }
  }

  /** The client reset the stream, or is gone. */
  void clientGone(long error) {
    if (at != At.OVER) {
      clientGone = true;
      code = Status.CANCELLED;
      over();
      stopServer(error);
    }
  }

  /** The client's stream is closed; whether because of its end is known by the end's promise. */
  void clientClosed(boolean lost) {
    if (lost || at != At.ENDING) {
      clientGone(Http2Error.CANCEL.code());
    }
  }

  private void stopServer(long error) {
    if (answer != null) {
      answer.stop(error);
    }
  }

  private void over() {
    at = At.OVER;
    routing.traced(trace, code);
    deadline.cancel();
    routing.stop();
    first.release();
    if (answer != null) {
      answer.over();
    }
    tellEnd();
  }

  private void tellEnd() {
    String operation = rewriter == null ? "" : rewriter.operation();
    long down = answer == null ? 0 : answer.bytes();
    routing.ended(new CallEnd(bytesUp, down, code, clientGone, operation));
  }

  // What others need.

  /** A message of an answer, as the client may see it; done once it may be passed on. */
  CompletionStage<byte[]> shown(byte[] message) throws BadRequest {
    return routing.shown(method, first.prefix(), message);
  }

  RelayLoop loop() {
    return client.loop();
  }

  private static <T> T known(@Nullable T part) {
    if (part == null) {
      throw new IllegalStateException("the call is not that far");
    }
    return part;
  }
}
