package io.switchyard.adapters.standalone.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * One process for good: its id together with its start, so that a later process with the same id is
 * not taken for it. Known to the application and to the guards in the Spark processes, which have
 * nothing but the JDK on their class path.
 *
 * @param startedAt milliseconds since 1970, or 0 where the system does not tell
 */
record ProcessRef(long pid, long startedAt) {

  /** Start times are derived from the boot time, which follows adjustments of the clock. */
  private static final long SLACK_MILLIS = 10_000;

  static ProcessRef of(ProcessHandle process) {
    long start = process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    return new ProcessRef(process.pid(), start);
  }

  /** What {@link #write} left in {@code file}; empty if it is absent or not readable as such. */
  static Optional<ProcessRef> read(Path file) {
    try {
      String[] words = Files.readString(file).trim().split(" ");
      return Optional.of(new ProcessRef(Long.parseLong(words[0]), Long.parseLong(words[1])));
    } catch (IOException | IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
      return Optional.empty();
    }
  }

  /** The living process that {@code file} names. */
  static Optional<ProcessHandle> living(Path file) {
    return read(file).flatMap(ProcessRef::handle);
  }

  void write(Path file) throws IOException {
    WholeFiles.write(file, pid + " " + startedAt + "\n");
  }

  /** The process, unless it has ended. */
  Optional<ProcessHandle> handle() {
    return ProcessHandle.of(pid).filter(ProcessRef::lives).filter(this::startedTogether);
  }

  /**
   * Whether {@code process} runs. One that has ended counts as alive for the JDK until its parent
   * has asked for its exit code, which a parent that is gone or busy does late or never; it has a
   * start but no program any more.
   */
  static boolean lives(ProcessHandle process) {
    ProcessHandle.Info info = process.info();
    return process.isAlive() && (info.command().isPresent() || info.startInstant().isEmpty());
  }

  private boolean startedTogether(ProcessHandle candidate) {
    long start = of(candidate).startedAt();
    return start == 0 || startedAt == 0 || Math.abs(start - startedAt) <= SLACK_MILLIS;
  }
}
