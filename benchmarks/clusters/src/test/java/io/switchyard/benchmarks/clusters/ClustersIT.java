package io.switchyard.benchmarks.clusters;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * The run in small, see {@code benchmarks/README.md} for the long one. What is left of a run lies
 * in {@code target/clusters}.
 */
final class ClustersIT {

  @Test
  void a_killed_application_loses_and_doubles_no_cluster() throws Exception {
    Plan plan =
        new Plan(
            0,
            1,
            1,
            false,
            false,
            System.nanoTime() % 1_000_000,
            Path.of("../../app-http/target/switchyard/lib"),
            Path.of("target", "clusters", "run-" + System.nanoTime()));
    Report report = ClustersRun.of(plan);
    System.out.println("seed " + plan.seed() + "\n" + report.table());
    assertThat(report.findings()).isEmpty();
  }
}
