package io.switchyard.benchmarks.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchyard.benchmarks.chaos.ChaosSettings.Store;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * The chaos run in small, see {@code benchmarks/README.md} for the long one. The seed is printed;
 * what is left of a run that failed lies in {@code target/chaos}.
 */
@Execution(ExecutionMode.CONCURRENT)
final class ChaosIT {

  private static final Path APP = Path.of("../../app-http/target/switchyard/lib");

  @Test
  void two_processes_on_postgresql_lose_and_double_nothing() throws Exception {
    run(Store.POSTGRESQL, 200, Duration.ofSeconds(25));
  }

  @Test
  void one_process_on_h2_loses_and_doubles_nothing() throws Exception {
    run(Store.H2, 80, Duration.ofSeconds(20));
  }

  private static void run(Store store, int jobs, Duration duration) throws Exception {
    long seed = System.nanoTime() % 1_000_000;
    ChaosSettings settings =
        new ChaosSettings(
            store,
            jobs,
            20,
            duration,
            Duration.ofSeconds(2),
            Duration.ofSeconds(6),
            // Never: whoever ends just before its master restarts is waited for for a minute.
            Duration.ofHours(1),
            100,
            false,
            Duration.ofMinutes(5),
            seed,
            APP,
            Path.of("target", "chaos", store + "-" + System.currentTimeMillis()));
    System.out.println("chaos " + settings.commandLine());
    ChaosReport report = ChaosRun.of(settings);
    System.out.println(report.table());
    assertThat(report.findings()).as(report.failures()).isEmpty();
  }
}
