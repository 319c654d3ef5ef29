package io.switchyard.app.http;

import io.javalin.http.Context;
import io.switchyard.ports.job.EventCursor;
import io.switchyard.ports.job.EventPage;
import jakarta.servlet.ServletOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Everybody who waits for events, for one answer or for a stream. Who waits holds a connection and
 * no thread; a few threads serve all of them.
 */
public final class EventWaiters implements AutoCloseable {

  private static final int THREADS = 2;
  private static final int MOST = 1000;
  private static final Duration POLL = Duration.ofMillis(250);

  private final EventPulse pulse;
  private final InstantSource clock;
  private final ScheduledThreadPoolExecutor threads;
  private final Set<Runnable> enders = ConcurrentHashMap.newKeySet();

  /**
   * @param newest the newest event there is
   */
  public EventWaiters(Supplier<EventCursor> newest, InstantSource clock) {
    this.pulse = new EventPulse(newest, clock);
    this.clock = clock;
    this.threads =
        new ScheduledThreadPoolExecutor(
            THREADS,
            task -> {
              Thread thread = new Thread(task, "event-waiters");
              thread.setDaemon(true);
              return thread;
            });
    threads.setRemoveOnCancelPolicy(true);
    threads.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  private void requireRoom() {
    if (enders.size() >= MOST) {
      throw Refusal.of(
              ProblemType.UNAVAILABLE, MOST + " clients wait for events already; try again later.")
          .with("Retry-After", "10");
    }
  }

  /** Answers with one page, at once or as soon as there is something, but after {@code wait}. */
  void answer(Context ctx, EventSource source, EventCursor after, int limit, Duration wait) {
    EventWatch watch = new EventWatch(source, pulse, clock, after);
    EventPage page = watch.next(limit);
    if (!page.events().isEmpty() || wait.isZero()) {
      Replies.ok(ctx, EventView.Page.of(page));
      return;
    }
    requireRoom();
    Instant until = clock.instant().plus(wait);
    ctx.future(
        () -> {
          CompletableFuture<EventPage> found = new CompletableFuture<>();
          // Where it began: a page that a look has just read may not be stepped over.
          Runnable ender = () -> found.complete(page);
          enders.add(ender);
          look(watch, limit, until, found);
          return found
              .whenComplete((any, failure) -> enders.remove(ender))
              .thenAccept(late -> Replies.ok(ctx, EventView.Page.of(late)));
        });
  }

  private void look(
      EventWatch watch, int limit, Instant until, CompletableFuture<EventPage> found) {
    try {
      ScheduledFuture<?> unused =
          threads.schedule(
              () -> lookNow(watch, limit, until, found), POLL.toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException stopping) {
      found.complete(watch.nothing());
    }
  }

  private void lookNow(
      EventWatch watch, int limit, Instant until, CompletableFuture<EventPage> found) {
    try {
      EventPage page = found.isDone() ? watch.nothing() : watch.next(limit);
      if (!page.events().isEmpty() || !clock.instant().isBefore(until)) {
        found.complete(page);
      } else if (!found.isDone()) {
        look(watch, limit, until, found);
      }
    } catch (RuntimeException e) {
      found.completeExceptionally(e);
    }
  }

  /** Answers with events as they happen. */
  void stream(Context ctx, EventSource source, EventCursor after) {
    requireRoom();
    EventFeed feed = new EventFeed(new EventWatch(source, pulse, clock, after), clock);
    ctx.contentType("text/event-stream;charset=utf-8")
        .header("Cache-Control", "no-store")
        .header("X-Accel-Buffering", "no");
    ctx.future(() -> begin(ctx, feed));
  }

  private CompletableFuture<?> begin(Context ctx, EventFeed feed) {
    try {
      ServletOutputStream out = ctx.res().getOutputStream();
      LogFollower follower = new LogFollower(feed, out, threads, POLL);
      Runnable ender = follower::end;
      enders.add(ender);
      CompletableFuture<Void> gone =
          follower.done().whenComplete((nothing, failure) -> enders.remove(ender));
      out.setWriteListener(follower);
      return gone;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** How many wait now. */
  public int size() {
    return enders.size();
  }

  /** Lets everybody go; clients come back with the last cursor they saw. */
  @Override
  public void close() {
    enders.forEach(Runnable::run);
    threads.shutdownNow();
  }
}
