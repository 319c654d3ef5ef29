package io.switchyard.ports.job;

import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What became of one try to tell a receiver. */
public sealed interface CallbackAnswer {

  /** Gives what the function for this answer returns. */
  <T> T fold(
      Function<? super Delivered, T> delivered,
      Function<? super Failed, T> failed,
      Function<? super Gone, T> gone);

  /** The receiver has it. */
  record Delivered(int status) implements CallbackAnswer {
    @Override
    public <T> T fold(
        Function<? super Delivered, T> delivered,
        Function<? super Failed, T> failed,
        Function<? super Gone, T> gone) {
      return delivered.apply(this);
    }
  }

  /**
   * It may not have it; the same may do better later.
   *
   * @param status the HTTP status of the answer; null if there was none
   * @param reason for people; holds nothing of what the receiver sent
   * @param retryAfter how long the receiver asked us to wait; null if it did not
   */
  record Failed(@Nullable Integer status, String reason, @Nullable Duration retryAfter)
      implements CallbackAnswer {
    @Override
    public <T> T fold(
        Function<? super Delivered, T> delivered,
        Function<? super Failed, T> failed,
        Function<? super Gone, T> gone) {
      return failed.apply(this);
    }
  }

  /**
   * The receiver does not want it, and never will.
   *
   * @param reason for people
   */
  record Gone(int status, String reason) implements CallbackAnswer {
    @Override
    public <T> T fold(
        Function<? super Delivered, T> delivered,
        Function<? super Failed, T> failed,
        Function<? super Gone, T> gone) {
      return gone.apply(this);
    }
  }
}
