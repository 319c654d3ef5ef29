package io.switchyard.ports.job;

import java.time.Instant;
import java.time.InstantSource;

/** Deletes events and ended jobs that were kept long enough. */
public final class ForgetHistory {

  private final History history;
  private final InstantSource clock;
  private final Retention retention;

  public ForgetHistory(History history, InstantSource clock, Retention retention) {
    this.history = history;
    this.clock = clock;
    this.retention = retention;
  }

  /**
   * Deletes one batch of each. Blocks for the store.
   *
   * @return whether a batch was full, so that there may be more to delete at once
   */
  public boolean forget() {
    Instant now = clock.instant();
    int jobs = history.forgetJobs(now.minus(retention.jobs()), retention.batch());
    int events = history.forgetEvents(now.minus(retention.events()), retention.batch());
    return jobs == retention.batch() || events == retention.batch();
  }
}
