package io.switchyard.app;

import static io.switchyard.domain.input.InputReader.integer;

import io.switchyard.domain.input.Durations;
import io.switchyard.domain.input.InputObject;
import io.switchyard.ports.job.Retention;
import java.time.Duration;

/** How long history is kept, as it is configured. */
final class HistoryConfig {

  private static final Duration SHORTEST = Duration.ofMinutes(1);
  private static final Duration LONGEST = Duration.ofDays(3650);

  private HistoryConfig() {}

  /** Reads events, jobs and batch; each may be left out. */
  static Retention read(InputObject in) {
    var kept = Durations.reader(SHORTEST, LONGEST);
    var events = in.optional("events", kept, Retention.DEFAULT.events());
    var jobs = in.optional("jobs", kept, Retention.DEFAULT.jobs());
    var batch = in.optional("batch", integer(1, 10_000), Retention.DEFAULT.batch());
    return in.build(() -> new Retention(events.get(), jobs.get(), batch.get()));
  }
}
