package io.switchyard.adapters.standalone.embedded;

import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/** Ends processes together with all that they started. */
final class ProcessTree {

  private static final long PAUSE_MILLIS = 50;

  private ProcessTree() {}

  /**
   * Asks {@code roots} to end, waits for at most {@code patience}, then ends by force whatever is
   * left of them and of all processes seen below them. Finishes its work even when interrupted.
   */
  static void end(Collection<ProcessHandle> roots, Duration patience) {
    Set<ProcessHandle> seen = new HashSet<>(roots);
    collect(roots, seen);
    roots.forEach(ProcessHandle::destroy);
    long deadline = System.nanoTime() + patience.toNanos();
    boolean interrupted = false;
    while (anyAlive(roots) && System.nanoTime() < deadline && !interrupted) {
      collect(roots, seen);
      interrupted = !pause();
    }
    seen.forEach(ProcessHandle::destroyForcibly);
    while (anyAlive(seen) && System.nanoTime() < deadline + patience.toNanos() && !interrupted) {
      interrupted = !pause();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static void collect(Collection<ProcessHandle> roots, Set<ProcessHandle> seen) {
    roots.forEach(root -> root.descendants().forEach(seen::add));
  }

  private static boolean anyAlive(Collection<ProcessHandle> processes) {
    return processes.stream().anyMatch(ProcessRef::lives);
  }

  private static boolean pause() {
    try {
      Thread.sleep(PAUSE_MILLIS);
      return true;
    } catch (InterruptedException e) {
      return false;
    }
  }
}
