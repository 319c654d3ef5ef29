package io.switchyard.app;

import static io.switchyard.domain.input.InputReader.integer;

import io.switchyard.domain.input.Durations;
import io.switchyard.domain.input.InputObject;
import io.switchyard.domain.input.InvalidValue;
import io.switchyard.ports.job.Cadence;
import java.time.Duration;

/**
 * How the work loop goes.
 *
 * @param threads passes at one time in this process, 1 to 16
 * @param idle pause after a pass that left nothing due, 10 ms to 1 min
 * @param cadence how often executions are looked at
 */
public record WorkConfig(int threads, Duration idle, Cadence cadence) {

  public static final WorkConfig DEFAULT =
      new WorkConfig(2, Duration.ofMillis(250), Cadence.DEFAULT);

  public WorkConfig {
    if (cadence.launch().compareTo(cadence.lease()) <= 0) {
      throw InvalidValue.at(
          "launch",
          Durations.write(cadence.launch()),
          "is not longer than lease, " + Durations.write(cadence.lease()),
          "");
    }
  }

  /** The same pace for other work, which is claimed in other batches. */
  WorkConfig inBatchesOf(int batch) {
    return new WorkConfig(
        threads,
        idle,
        new Cadence(cadence.poll(), cadence.retry(), cadence.lease(), cadence.launch(), batch));
  }

  /** The pace of one thread that is seldom late for a look. */
  WorkConfig forWatching() {
    Duration tenth = cadence.poll().dividedBy(10);
    return new WorkConfig(1, tenth.compareTo(idle) < 0 ? tenth : idle, cadence);
  }

  /** The pace of one thread that pauses so long. */
  WorkConfig onOneThreadEvery(Duration pause) {
    return new WorkConfig(1, pause, cadence);
  }

  /** The same pace for work that has threads of its own. */
  WorkConfig onOneThread() {
    return new WorkConfig(1, idle, cadence);
  }

  /** Reads threads, idle, poll, retry, lease, launch and batch; each may be left out. */
  static WorkConfig read(InputObject in) {
    Cadence absent = DEFAULT.cadence();
    var threads = in.optional("threads", integer(1, 16), DEFAULT.threads());
    var idle =
        in.optional(
            "idle", Durations.reader(Duration.ofMillis(10), Duration.ofMinutes(1)), DEFAULT.idle());
    var seconds = Durations.reader(Duration.ofMillis(100), Duration.ofMinutes(10));
    var poll = in.optional("poll", seconds, absent.poll());
    var retry = in.optional("retry", seconds, absent.retry());
    var lease = in.optional("lease", seconds, absent.lease());
    var launch = in.optional("launch", seconds, absent.launch());
    var batch = in.optional("batch", integer(1, 10_000), absent.batch());
    return in.build(
        () ->
            new WorkConfig(
                threads.get(),
                idle.get(),
                new Cadence(poll.get(), retry.get(), lease.get(), launch.get(), batch.get())));
  }
}
