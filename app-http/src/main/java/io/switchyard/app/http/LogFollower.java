package io.switchyard.app.http;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection that follows a log. Whoever has the turn may write: the scheduler after a pause,
 * or the server once the client has taken what was written. No turn waits for the client.
 */
final class LogFollower implements WriteListener {

  private static final Logger LOG = LoggerFactory.getLogger(LogFollower.class);

  private final LogFeed feed;
  private final ServletOutputStream out;
  private final ScheduledExecutorService threads;
  private final Duration poll;
  private final CompletableFuture<Void> done = new CompletableFuture<>();
  private boolean unflushed;

  LogFollower(
      LogFeed feed, ServletOutputStream out, ScheduledExecutorService threads, Duration poll) {
    this.feed = feed;
    this.out = out;
    this.threads = threads;
    this.poll = poll;
  }

  /** Completes when the last byte was taken, the client is gone, or we stop. */
  CompletableFuture<Void> done() {
    return done;
  }

  @Override
  public void onWritePossible() {
    turnAfter(Duration.ZERO);
  }

  @Override
  public void onError(Throwable gone) {
    end();
  }

  void end() {
    done.complete(null);
  }

  private synchronized void turnAfter(Duration pause) {
    try {
      ScheduledFuture<?> unused =
          threads.schedule(this::turn, pause.toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException stopping) {
      end();
    }
  }

  private synchronized void turn() {
    try {
      while (!done.isDone() && out.isReady()) {
        if (unflushed) {
          unflushed = false;
          out.flush();
        } else if (feed.ended()) {
          end();
        } else if (!write(LogEventText.write(feed.next()))) {
          turnAfter(poll);
          return;
        }
      }
    } catch (IOException clientGone) {
      end();
    } catch (RuntimeException e) {
      LOG.atError().setCause(e).log("following a log failed");
      end();
    }
  }

  private boolean write(byte[] event) throws IOException {
    if (event.length == 0) {
      return false;
    }
    out.write(event);
    unflushed = true;
    return true;
  }
}
