package io.switchyard.adapters.standalone;

import io.switchyard.domain.job.DriverResources;
import io.switchyard.domain.job.ExecutorResources;
import io.switchyard.domain.job.ExecutorResources.DynamicAllocation;
import io.switchyard.domain.job.Memory;
import io.switchyard.domain.job.Resources;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Resources as one cluster can give them.
 *
 * @param resources never more than the cluster has, for the driver and at least one executor
 * @param notes a sentence for each change
 */
record Fitting(Resources resources, List<String> notes) {

  Fitting {
    notes = List.copyOf(notes);
  }

  /**
   * Fits what was asked for. On one worker a driver that leaves too little for an executor as asked
   * gets a quarter of it at most, and executors share the rest: fewer, but as large as asked if
   * that is possible.
   */
  static Fitting of(Resources asked, ClusterSize size) {
    Cut cut = cut(asked, size);
    int room = executorsBeside(cut, size);
    ExecutorResources executors = asked.executor();
    DynamicAllocation bounds = bounds(executors.dynamicAllocation(), room);
    Resources fitted =
        new Resources(
            new DriverResources(cut.driverCores(), cut.driverMemory(), null),
            new ExecutorResources(
                Math.min(executors.instances(), room),
                cut.executorCores(),
                cut.executorMemory(),
                null,
                bounds));
    return new Fitting(fitted, notes(asked, fitted, size));
  }

  private record Cut(
      int driverCores, Memory driverMemory, int executorCores, Memory executorMemory) {}

  private static Cut cut(Resources asked, ClusterSize size) {
    long leastHeap = ClusterSize.LEAST_HEAP.mebibytes();
    long[] cores =
        share(asked.driver().cores(), asked.executor().cores(), size.cores(), 1, size.workers());
    long[] memory =
        share(
            Math.max(leastHeap, asked.driver().memory().mebibytes()),
            Math.max(leastHeap, asked.executor().memory().mebibytes()),
            size.memory().mebibytes(),
            leastHeap,
            size.workers());
    return new Cut((int) cores[0], new Memory(memory[0]), (int) cores[1], new Memory(memory[1]));
  }

  /** What driver and executor get of {@code all} that one worker has. */
  private static long[] share(long driver, long executor, long all, long least, int workers) {
    if (workers > 1) {
      return new long[] {Math.min(driver, all), Math.min(executor, all)};
    } else if (driver + executor <= all) {
      return new long[] {driver, executor};
    }
    long forDriver = Math.min(driver, Math.max(least, all / 4));
    return new long[] {forDriver, Math.min(executor, all - forDriver)};
  }

  private static int executorsBeside(Cut cut, ClusterSize size) {
    int beside =
        fit(
            size.cores() - cut.driverCores(),
            size.memory().mebibytes() - cut.driverMemory().mebibytes(),
            cut);
    return beside + (size.workers() - 1) * fit(size.cores(), size.memory().mebibytes(), cut);
  }

  private static int fit(int cores, long memory, Cut cut) {
    return (int) Math.min(cores / cut.executorCores(), memory / cut.executorMemory().mebibytes());
  }

  private static @Nullable DynamicAllocation bounds(@Nullable DynamicAllocation asked, int room) {
    return asked == null
        ? null
        : new DynamicAllocation(Math.min(asked.min(), room), Math.min(asked.max(), room));
  }

  private static List<String> notes(Resources asked, Resources fitted, ClusterSize size) {
    List<String> notes = new ArrayList<>();
    DriverResources d = asked.driver();
    ExecutorResources e = asked.executor();
    note(notes, "driver cores", d.cores(), fitted.driver().cores(), size);
    note(notes, "driver memory", d.memory(), fitted.driver().memory(), size);
    note(notes, "executor cores", e.cores(), fitted.executor().cores(), size);
    note(notes, "executor memory", e.memory(), fitted.executor().memory(), size);
    note(notes, "the number of executors", e.instances(), fitted.executor().instances(), size);
    DynamicAllocation bounds = e.dynamicAllocation();
    DynamicAllocation given = fitted.executor().dynamicAllocation();
    if (bounds != null && given != null) {
      note(notes, "min_executors", bounds.min(), given.min(), size);
      note(notes, "max_executors", bounds.max(), given.max(), size);
    }
    if (d.memoryOverhead() != null || e.memoryOverhead() != null) {
      notes.add("memory_overhead has no effect here: Spark standalone counts heaps only");
    }
    return notes;
  }

  private static <T extends Comparable<T>> void note(
      List<String> notes, String what, T asked, T given, ClusterSize size) {
    if (given.compareTo(asked) < 0) {
      notes.add("%s %s was fitted to %s: this backend has %s".formatted(what, asked, given, size));
    } else if (given.compareTo(asked) > 0) {
      notes.add(
          "%s %s was raised to %s, the least that Spark starts with".formatted(what, asked, given));
    }
  }
}
