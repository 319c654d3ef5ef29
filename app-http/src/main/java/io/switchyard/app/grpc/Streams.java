package io.switchyard.app.grpc;

import io.grpc.stub.ServerCallStreamObserver;
import io.switchyard.app.http.ProblemType;
import io.switchyard.app.http.Refusal;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Every open stream. A stream holds a call and no thread; a few threads serve all of them, and none
 * waits for a slow client.
 */
final class Streams implements AutoCloseable {

  private static final int THREADS = 2;
  private static final int MOST = 1000;

  private final Duration poll;
  private final ScheduledThreadPoolExecutor threads;
  private final Set<ServerCallStreamObserver<?>> open = ConcurrentHashMap.newKeySet();

  /**
   * @param poll between two looks at what does not change
   */
  Streams(Duration poll) {
    this.poll = poll;
    this.threads =
        new ScheduledThreadPoolExecutor(
            THREADS,
            task -> {
              Thread thread = new Thread(task, "grpc-streams");
              thread.setDaemon(true);
              return thread;
            });
    threads.setRemoveOnCancelPolicy(true);
    threads.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  /**
   * Counts a stream as open until it is {@link #ended}.
   *
   * @throws Refusal if too many are open already
   */
  void begin(ServerCallStreamObserver<?> stream) {
    if (open.size() >= MOST) {
      throw Refusal.of(
              ProblemType.UNAVAILABLE, MOST + " streams are open already; try again later.")
          .with("Retry-After", "10");
    }
    open.add(stream);
  }

  /** Whether {@code stream} was open until now, so that of several one may end it. */
  boolean ended(ServerCallStreamObserver<?> stream) {
    return open.remove(stream);
  }

  /** Whether {@code stream} has begun and not ended. */
  boolean open(ServerCallStreamObserver<?> stream) {
    return open.contains(stream);
  }

  /** How many are open now. */
  int size() {
    return open.size();
  }

  /** Runs {@code turn} soon; null if we stop. */
  @Nullable ScheduledFuture<?> now(Runnable turn) {
    return after(Duration.ZERO, turn);
  }

  /** Runs {@code turn} after the poll interval; null if we stop. */
  @Nullable ScheduledFuture<?> later(Runnable turn) {
    return after(poll, turn);
  }

  private @Nullable ScheduledFuture<?> after(Duration pause, Runnable turn) {
    try {
      return threads.schedule(turn, pause.toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException stopping) {
      return null;
    }
  }

  /** Ends every stream; clients that want to go on come back. */
  @Override
  public void close() {
    threads.shutdownNow();
    for (ServerCallStreamObserver<?> stream : open) {
      if (ended(stream)) {
        stream.onError(
            Statuses.of(
                Refusal.of(ProblemType.UNAVAILABLE, "This server stops; connect again.")
                    .with("Retry-After", "1"),
                ""));
      }
    }
  }
}
