package io.switchyard.adapters.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchyard.domain.job.DriverResources;
import io.switchyard.domain.job.ExecutorResources;
import io.switchyard.domain.job.ExecutorResources.DynamicAllocation;
import io.switchyard.domain.job.Memory;
import io.switchyard.domain.job.Resources;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FittingTest {

  private static Resources resources(
      int driverCores, String driverMemory, int instances, int cores, String memory) {
    return new Resources(
        new DriverResources(driverCores, Memory.parse(driverMemory), null),
        new ExecutorResources(instances, cores, Memory.parse(memory), null, null));
  }

  private static String words(Resources r) {
    return "%d/%s %dx%d/%s"
        .formatted(
            r.driver().cores(),
            r.driver().memory(),
            r.executor().instances(),
            r.executor().cores(),
            r.executor().memory());
  }

  @ParameterizedTest(name = "{0} workers of {1}/{2}: {3}/{4} {5}x{6}/{7} becomes {8}")
  @CsvSource({
    // What fits stays as it is.
    "1, 4, 4g, 1, 1g, 2, 1, 1g, 1/1g 2x1/1g",
    "1, 2, 1g, 1, 512m, 1, 1, 512m, 1/512m 1x1/512m",
    // The sizes small and xlarge on a laptop.
    "1, 4, 13g, 2, 8g, 2, 4, 16g, 1/3328m 1x3/9984m",
    "1, 4, 13g, 16, 64g, 20, 32, 128g, 1/3328m 1x3/9984m",
    // Fewer executors rather than smaller ones.
    "1, 8, 16g, 1, 1g, 10, 2, 2g, 1/1g 3x2/2g",
    "1, 8, 8g, 1, 1g, 10, 1, 2g, 1/1g 3x1/2g",
    // Less heap than Spark starts with.
    "1, 4, 4g, 1, 100m, 1, 1, 256m, 1/512m 1x1/512m",
    // Several workers: each process must fit on one.
    "3, 4, 8g, 8, 16g, 9, 2, 4g, 4/8g 4x2/4g",
    "2, 4, 8g, 1, 1g, 9, 8, 16g, 1/1g 1x4/8g",
  })
  void resources_are_fitted(
      int workers,
      int workerCores,
      String workerMemory,
      int driverCores,
      String driverMemory,
      int instances,
      int cores,
      String memory,
      String fitted) {
    var size = new ClusterSize(workers, workerCores, Memory.parse(workerMemory));
    Resources asked = resources(driverCores, driverMemory, instances, cores, memory);
    assertThat(words(Fitting.of(asked, size).resources())).isEqualTo(fitted);
  }

  @Test
  void each_change_is_told_and_nothing_else() {
    var size = new ClusterSize(1, 4, Memory.parse("13g"));
    assertThat(Fitting.of(resources(1, "1g", 2, 1, "16g"), size).notes())
        .containsExactly(
            "executor memory 16g was fitted to 12g: this backend has 4 cores and 13g",
            "the number of executors 2 was fitted to 1: this backend has 4 cores and 13g");
    assertThat(Fitting.of(resources(1, "1g", 2, 1, "1g"), size).notes()).isEmpty();
    assertThat(Fitting.of(resources(1, "100m", 2, 1, "1g"), size).notes())
        .containsExactly("driver memory 100m was raised to 512m, the least that Spark starts with");
  }

  @Test
  void the_bounds_of_dynamic_allocation_are_fitted_too() {
    var asked =
        new Resources(
            new DriverResources(1, Memory.ofGibibytes(1), new Memory(512)),
            new ExecutorResources(5, 1, Memory.ofGibibytes(1), null, new DynamicAllocation(4, 20)));
    Fitting fitting = Fitting.of(asked, new ClusterSize(1, 4, Memory.parse("16g")));
    assertThat(fitting.resources().executor().dynamicAllocation())
        .isEqualTo(new DynamicAllocation(3, 3));
    assertThat(fitting.resources().executor().instances()).isEqualTo(3);
    assertThat(fitting.notes())
        .hasSize(4)
        .contains(
            "max_executors 20 was fitted to 3: this backend has 4 cores and 16g",
            "memory_overhead has no effect here: Spark standalone counts heaps only");
  }
}
