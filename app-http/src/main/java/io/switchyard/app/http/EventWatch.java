package io.switchyard.app.http;

import io.switchyard.ports.job.EventCursor;
import io.switchyard.ports.job.EventPage;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a source on and on, and asks the store only when there may be more. Not thread-safe. */
final class EventWatch {

  /** However little seems to happen, the store is asked that often. */
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final EventSource source;
  private final EventPulse pulse;
  private final InstantSource clock;
  private EventCursor next;
  private @Nullable EventCursor heard;
  private Instant looked = Instant.EPOCH;

  EventWatch(EventSource source, EventPulse pulse, InstantSource clock, EventCursor after) {
    this.source = source;
    this.pulse = pulse;
    this.clock = clock;
    this.next = after;
  }

  /** What there is now after what was read before; may be empty. */
  EventPage next(int limit) {
    Instant now = clock.instant();
    // Before the read, so that what is written during it is heard of next time.
    EventCursor newest = pulse.newest();
    if (newest.equals(heard) && now.isBefore(looked.plus(PATIENCE))) {
      return nothing();
    }
    EventPage page = source.read(next, limit);
    if (page.events().size() < limit) {
      heard = newest;
      looked = now;
    }
    next = page.next();
    return page;
  }

  EventPage nothing() {
    return new EventPage(List.of(), next);
  }

  boolean over() {
    return source.over();
  }
}
