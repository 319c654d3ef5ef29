package io.switchyard.domain.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchyard.domain.job.ExecutorResources.DynamicAllocation;
import org.junit.jupiter.api.Test;

final class DemandTest {

  private static Resources resources(ExecutorResources executor) {
    return new Resources(new DriverResources(2, Memory.ofGibibytes(8), new Memory(512)), executor);
  }

  @Test
  void a_demand_is_the_driver_and_every_executor_with_the_overheads_that_were_asked_for() {
    var executor = new ExecutorResources(2, 4, Memory.ofGibibytes(16), new Memory(100), null);
    assertThat(Demand.of(resources(executor)))
        .isEqualTo(new Demand(2 + 2 * 4, 8 * 1024 + 512 + 2 * (16 * 1024 + 100)));
  }

  @Test
  void executors_that_come_and_go_count_at_their_most() {
    var executor =
        new ExecutorResources(2, 4, Memory.ofGibibytes(16), null, new DynamicAllocation(0, 10));
    assertThat(Demand.of(resources(executor)))
        .isEqualTo(new Demand(2 + 10 * 4, 8 * 1024 + 512 + 10 * 16 * 1024));
  }

  @Test
  void the_largest_request_there_is_can_be_counted() {
    var executor = new ExecutorResources(10_000, 128, new Memory(4L * 1024 * 1024), null, null);
    assertThat(Demand.of(resources(executor)).memoryMb()).isGreaterThan(40_000_000_000L);
    assertThat(Demand.of(resources(executor)).cores()).isEqualTo(1_280_002);
  }
}
