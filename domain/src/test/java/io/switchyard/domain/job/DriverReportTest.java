package io.switchyard.domain.job;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class DriverReportTest {

  @Test
  void a_good_end_and_its_numbers_are_read_among_other_lines() {
    DriverReport report =
        DriverReport.read(
            """
            26/03/01 10:00:00 INFO SparkContext: Successfully stopped
            [switchyard] metrics records_read=12 records_written=3 bytes_read=100 new_thing=9
            [switchyard] succeeded
            26/03/01 10:00:01 INFO ShutdownHookManager: Shutdown hook called
            """);
    assertThat(report.end()).isEqualTo(Outcome.SUCCEEDED);
    assertThat(report.metrics()).isEqualTo(new JobMetrics(12, 3, 100, 0, 0, 0, 0));
  }

  @Test
  void a_bad_end_says_its_cause() {
    DriverReport report = DriverReport.read("[switchyard] failed java.io.IOException: no disk\n");
    assertThat(report.end()).isEqualTo(Outcome.FAILED);
    assertThat(report.cause()).isEqualTo("java.io.IOException: no disk");
    assertThat(report.metrics()).isNull();
  }

  @Test
  void a_driver_that_was_not_let_run_says_so() {
    String said = "[switchyard] not run: the execution belongs to driver nobody\n";
    assertThat(DriverReport.read(said).refused()).isTrue();
    assertThat(DriverReport.read(said).end()).isNull();
    assertThat(DriverReport.read("[switchyard] succeeded\n").refused()).isFalse();
  }

  @Test
  void what_a_user_prints_inside_a_line_is_not_a_report() {
    DriverReport report = DriverReport.read("echo [switchyard] succeeded\nsucceeded\n");
    assertThat(report.end()).isNull();
  }

  @Test
  void broken_numbers_are_passed_over() {
    DriverReport report =
        DriverReport.read(
            "[switchyard] metrics records_read=-1 x= =3 records_written=99999999999999999999");
    assertThat(report.metrics()).isEqualTo(new JobMetrics(0, 0, 0, 0, 0, 0, 0));
  }
}
