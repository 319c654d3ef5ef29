package io.switchyard.app.grpc;

import io.grpc.stub.ServerCallStreamObserver;
import io.switchyard.app.http.LogEvent;
import io.switchyard.app.http.LogFeed;
import io.switchyard.grpc.v1.LogChunk;
import io.switchyard.grpc.v1.OutputStream;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledFuture;
import org.jspecify.annotations.Nullable;

/**
 * One call that follows a log. It takes a turn after a pause, or once the client has taken what was
 * sent; no turn waits for the client.
 */
final class FollowedLog {

  private final LogFeed feed;
  private final ServerCallStreamObserver<LogChunk> out;
  private final Streams streams;
  private final String method;
  private final Chunks chunks;
  private @Nullable ScheduledFuture<?> next;

  /**
   * @param method by which it is followed, as gRPC names it
   */
  FollowedLog(
      LogFeed feed,
      OutputStream stream,
      ServerCallStreamObserver<LogChunk> out,
      Streams streams,
      String method) {
    this.method = method;
    this.feed = feed;
    this.out = out;
    this.streams = streams;
    this.chunks = new Chunks(stream);
  }

  void begin() {
    streams.begin(out);
    out.setOnCancelHandler(() -> streams.ended(out));
    // Called at once, too: the client can take something from the beginning.
    out.setOnReadyHandler(
        () -> {
          var unused = streams.now(this::turn);
        });
  }

  private synchronized void turn() {
    if (next != null) {
      next.cancel(false);
    }
    try {
      while (!out.isCancelled() && out.isReady()) {
        if (feed.ended()) {
          end();
          return;
        }
        List<LogEvent> said = feed.next();
        if (said.isEmpty()) {
          next = streams.later(this::turn);
          return;
        }
        said.forEach(event -> event.fold(chunks).ifPresent(out::onNext));
      }
    } catch (RuntimeException e) {
      if (streams.ended(out)) {
        out.onError(Statuses.of(e, method));
      }
    }
  }

  private void end() {
    if (streams.ended(out)) {
      out.onCompleted();
    }
  }

  /** Events as chunks; what only keeps a connection alive is left to HTTP/2. */
  private static final class Chunks implements LogEvent.Cases<Optional<LogChunk>> {

    private final OutputStream stream;
    private String execution = "";
    private long offset;

    Chunks(OutputStream stream) {
      this.stream = stream;
    }

    @Override
    public Optional<LogChunk> text(LogEvent.Text event) {
      execution = event.execution().value();
      offset = event.nextOffset();
      return Optional.of(
          chunk().setText(event.text()).setOffset(event.offset()).setNextOffset(offset).build());
    }

    @Override
    public Optional<LogChunk> next(LogEvent.Next event) {
      execution = event.execution().value();
      offset = 0;
      return Optional.of(chunk().build());
    }

    @Override
    public Optional<LogChunk> remark(LogEvent.Remark event) {
      return Optional.empty();
    }

    @Override
    public Optional<LogChunk> end(LogEvent.End event) {
      boolean complete = event.message().isEmpty();
      LogChunk.Builder last = chunk().setComplete(complete);
      return Optional.of((complete ? last : last.setMessage(event.message())).build());
    }

    private LogChunk.Builder chunk() {
      return LogChunk.newBuilder()
          .setExecutionId(execution)
          .setStream(stream)
          .setOffset(offset)
          .setNextOffset(offset);
    }
  }
}
