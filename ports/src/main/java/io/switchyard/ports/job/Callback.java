package io.switchyard.ports.job;

import io.switchyard.domain.callback.CallbackUrl;
import io.switchyard.domain.job.Job;
import io.switchyard.domain.job.JobId;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The work of telling someone that a job has ended.
 *
 * @param state how far it is
 * @param asked when the telling was asked for, which is when the job ended; null while it goes on
 * @param tries how often it was tried
 * @param lastTry when it was tried last; null if it was not yet
 * @param lastStatus the HTTP status of the last answer; null if there was none
 * @param lastError why the last try failed; empty if none did
 * @param next when it is tried next; null before the job's end, and when it is over
 */
public record Callback(
    JobId job,
    CallbackUrl url,
    State state,
    @Nullable Instant asked,
    int tries,
    @Nullable Instant lastTry,
    @Nullable Integer lastStatus,
    String lastError,
    @Nullable Instant next) {

  /** How far a callback is; the words are kept in stores. */
  public enum State {
    /** The job goes on, or the receiver has not taken it yet. */
    PENDING,
    /** The receiver took it. */
    DELIVERED,
    /** It was given up. */
    FAILED
  }

  /** The callback that a job asks for, before its end; empty if it asks for none. */
  public static Optional<Callback> of(Job job) {
    CallbackUrl url = job.request().callbackUrl();
    return url == null
        ? Optional.empty()
        : Optional.of(new Callback(job.id(), url, State.PENDING, null, 0, null, null, "", null));
  }

  /** The job ended: tell it at once. */
  public Callback ended(Instant at) {
    return new Callback(job, url, state, at, tries, lastTry, lastStatus, lastError, at);
  }

  /** After a try to which the receiver answered so. */
  public Callback after(CallbackAnswer answer, Instant at, CallbackTerms terms) {
    Instant now = at.truncatedTo(ChronoUnit.MICROS);
    return answer.fold(
        taken ->
            new Callback(
                job, url, State.DELIVERED, asked, tries + 1, now, taken.status(), "", null),
        failed -> {
          Instant due = terms.nextTry(this, failed.retryAfter(), now);
          State next = due == null ? State.FAILED : State.PENDING;
          return new Callback(
              job, url, next, asked, tries + 1, now, failed.status(), failed.reason(), due);
        },
        gone ->
            new Callback(
                job, url, State.FAILED, asked, tries + 1, now, gone.status(), gone.reason(), null));
  }
}
