package io.switchyard.adapters.standalone;

import io.switchyard.domain.cluster.ClusterShape;
import io.switchyard.domain.job.DriverResources;
import io.switchyard.domain.job.ExecutorResources;
import io.switchyard.domain.job.Memory;
import io.switchyard.domain.job.Resources;
import java.util.List;

/**
 * The shape of a cluster as one Spark cluster can give it. Where there is room it is as asked for.
 * On a smaller one the sizes differ in what can be told apart there, the number of executors: each
 * has one core and a gibibyte at most, and there are as many as asked for, or as fit.
 *
 * @param notes a sentence for each change
 */
record ServerFitting(Resources resources, List<String> notes) {

  private static final Memory LITTLE = Memory.ofGibibytes(1);

  ServerFitting {
    notes = List.copyOf(notes);
  }

  static ServerFitting of(ClusterShape shape, ClusterSize size) {
    Resources asked = shape.resources();
    return fits(asked, size) ? new ServerFitting(asked, List.of()) : small(asked, size);
  }

  private static boolean fits(Resources asked, ClusterSize size) {
    boolean driver =
        asked.driver().cores() <= size.cores()
            && asked.driver().memory().compareTo(size.memory()) <= 0;
    int cores = size.cores() * size.workers() - asked.driver().cores();
    long memory = size.memory().mebibytes() * size.workers() - asked.driver().memory().mebibytes();
    ExecutorResources each = asked.executor();
    return driver
        && each.cores() <= size.cores()
        && each.memory().compareTo(size.memory()) <= 0
        && each.instances() * each.cores() <= cores
        && each.instances() * each.memory().mebibytes() <= memory;
  }

  private static ServerFitting small(Resources asked, ClusterSize size) {
    long half = size.memory().mebibytes() / 2;
    Memory least = ClusterSize.LEAST_HEAP;
    Memory driver = between(least, asked.driver().memory(), Math.min(half, LITTLE.mebibytes()));
    long rest = size.memory().mebibytes() - driver.mebibytes();
    Memory each = between(least, asked.executor().memory(), Math.min(rest, LITTLE.mebibytes()));
    long here = Math.min(size.cores() - 1, rest / each.mebibytes());
    long elsewhere =
        (size.workers() - 1) * Math.min(size.cores(), size.memory().mebibytes() / each.mebibytes());
    int instances = (int) Math.max(1, Math.min(asked.executor().instances(), here + elsewhere));
    Resources fitted =
        new Resources(
            new DriverResources(1, driver, null),
            new ExecutorResources(instances, 1, each, null, null));
    return new ServerFitting(
        fitted,
        List.of(
            "this backend has %s, so the driver gets 1 core and %s, and there are %d executors of 1 core and %s"
                .formatted(size, driver, instances, each)));
  }

  private static Memory between(Memory least, Memory asked, long most) {
    return new Memory(Math.max(least.mebibytes(), Math.min(asked.mebibytes(), most)));
  }
}
