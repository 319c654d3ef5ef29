package io.switchyard.app.http;

import io.switchyard.ports.TargetFailure;
import io.switchyard.ports.job.EventCursor;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Supplier;

/**
 * Looks for new events on behalf of everybody who waits, so that the store is asked once for all.
 */
final class EventPulse {

  private static final Duration PAUSE = Duration.ofMillis(200);

  private final Supplier<EventCursor> newest;
  private final InstantSource clock;
  private EventCursor last = EventCursor.START;
  private Instant looked = Instant.EPOCH;

  EventPulse(Supplier<EventCursor> newest, InstantSource clock) {
    this.newest = newest;
    this.clock = clock;
  }

  /** The newest event as of a moment ago. A store that does not answer has nothing new. */
  synchronized EventCursor newest() {
    Instant now = clock.instant();
    if (!now.isBefore(looked.plus(PAUSE))) {
      try {
        last = newest.get();
      } catch (TargetFailure away) {
        // Whoever waits asks again, and hears of it when reading.
      }
      // After the answer, so that those who waited for it do not each wait for one of their own.
      looked = clock.instant();
    }
    return last;
  }
}
