package io.switchyard.ports.session;

import java.time.Duration;
import java.time.InstantSource;

/** Deletes sessions that were over for long enough. */
public final class ForgetSessions {

  private static final int BATCH = 500;

  private final SessionWork work;
  private final InstantSource clock;
  private final Duration keep;

  /**
   * @param keep how long a session that is over stays readable, and is refused to its client
   */
  public ForgetSessions(SessionWork work, InstantSource clock, Duration keep) {
    this.work = work;
    this.clock = clock;
    this.keep = keep;
  }

  /** Deletes a few; whether there may be more. Blocks for the store. */
  public boolean forget() {
    return work.forget(clock.instant().minus(keep), BATCH) == BATCH;
  }
}
