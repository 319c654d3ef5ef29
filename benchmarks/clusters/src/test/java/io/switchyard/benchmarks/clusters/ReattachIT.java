package io.switchyard.benchmarks.clusters;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The run behind two gateways in small, see {@code benchmarks/README.md} for the long one. What is
 * left of a run lies in {@code target/reattach}.
 */
final class ReattachIT {

  @Test
  void a_stock_client_goes_on_through_another_gateway_and_nothing_runs_twice() throws Exception {
    ReattachPlan plan =
        new ReattachPlan(
            List.of("jvm"),
            List.of("query", "parts"),
            10,
            10,
            10,
            0,
            1,
            Path.of("../../app-http/target/switchyard/lib"),
            Path.of("target", "reattach", "run-" + System.nanoTime()));
    Report report = ReattachRun.of(plan);
    System.out.println(report.table());
    assertThat(report.findings()).isEmpty();
  }
}
