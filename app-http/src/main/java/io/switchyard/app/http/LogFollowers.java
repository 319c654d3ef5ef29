package io.switchyard.app.http;

import io.javalin.http.Context;
import io.switchyard.domain.input.Violation;
import io.switchyard.ports.job.LogQuery;
import jakarta.servlet.ServletOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.jspecify.annotations.Nullable;

/**
 * Everybody who follows a log. A follower holds a connection and no thread; a few threads serve all
 * of them, and none waits for a slow client.
 */
public final class LogFollowers implements AutoCloseable {

  private static final int THREADS = 2;
  private static final int MOST = 1000;

  private final InstantSource clock;
  private final Duration poll;
  private final ScheduledThreadPoolExecutor threads;
  private final Set<LogFollower> followers = ConcurrentHashMap.newKeySet();

  /**
   * @param poll between two looks at a log that does not grow
   */
  public LogFollowers(InstantSource clock, Duration poll) {
    this.clock = clock;
    this.poll = poll;
    this.threads =
        new ScheduledThreadPoolExecutor(
            THREADS,
            task -> {
              Thread thread = new Thread(task, "log-followers");
              thread.setDaemon(true);
              return thread;
            });
    threads.setRemoveOnCancelPolicy(true);
    threads.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  /**
   * Answers with the log as it grows, until whose log it is has ended.
   *
   * @throws Refusal if that is not there for the caller, or too many follow already
   */
  void follow(Context ctx, LogSource source, LogQuery query) {
    if (source.standing().isEmpty()) {
      throw source.noSuch();
    }
    if (followers.size() >= MOST) {
      throw Refusal.of(
              ProblemType.UNAVAILABLE, MOST + " clients follow logs already; try again later.")
          .with("Retry-After", "10");
    }
    LogFeed feed = new LogFeed(source, query, clock, lastEventId(ctx));
    ctx.contentType("text/event-stream;charset=utf-8")
        .header("Cache-Control", "no-store")
        .header("X-Accel-Buffering", "no");
    ctx.future(() -> begin(ctx, feed));
  }

  private static @Nullable String lastEventId(Context ctx) {
    String id = ctx.header("Last-Event-ID");
    if (id != null && !id.isEmpty() && !id.matches("exec-[0-7][0-9a-hjkmnp-tv-z]{25}:\\d{1,18}")) {
      throw Refusal.of(
          ProblemType.INVALID_REQUEST,
          new Violation(
              "Last-Event-ID", id, "is not the id of a log event", "leave the header out"));
    }
    return id;
  }

  private CompletableFuture<?> begin(Context ctx, LogFeed feed) {
    try {
      ServletOutputStream out = ctx.res().getOutputStream();
      LogFollower follower = new LogFollower(LogEventText.feed(feed), out, threads, poll);
      followers.add(follower);
      CompletableFuture<Void> gone =
          follower.done().whenComplete((nothing, failure) -> followers.remove(follower));
      out.setWriteListener(follower);
      return gone;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** How many follow now. */
  public int size() {
    return followers.size();
  }

  /** Ends every follower; clients that want to go on come back with the last id they saw. */
  @Override
  public void close() {
    followers.forEach(LogFollower::end);
    threads.shutdownNow();
  }
}
