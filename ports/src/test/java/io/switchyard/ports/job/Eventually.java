package io.switchyard.ports.job;

import io.switchyard.ports.TargetFailure;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Asks again until the answer is right or patience ends; failures of the target are asked again.
 */
public final class Eventually {

  private static final long PAUSE_MS = 50;

  private Eventually() {}

  /** The first of the answers that satisfies {@code until}. */
  public static <T> T get(
      Duration patience, Supplier<? extends Collection<T>> answers, Predicate<? super T> until) {
    long deadline = System.nanoTime() + patience.toNanos();
    Object last = "nothing";
    while (System.nanoTime() < deadline) {
      try {
        Collection<T> now = answers.get();
        last = List.copyOf(now);
        for (T answer : now) {
          if (until.test(answer)) {
            return answer;
          }
        }
      } catch (TargetFailure failure) {
        last = failure;
      }
      pause();
    }
    throw new AssertionError("not within " + patience + "; last answer: " + last);
  }

  private static void pause() {
    try {
      if (new CountDownLatch(1).await(PAUSE_MS, TimeUnit.MILLISECONDS)) {
        throw new AssertionError("nobody counts down");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
