package io.switchyard.domain.job;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class LastErrorTest {

  @Test
  void the_root_cause_of_the_last_error_is_found() {
    String log =
        """
        26/03/01 10:00:00 INFO SparkContext: Running Spark version 4.1.2
        26/03/01 10:00:01 ERROR Utils: an older one
        java.lang.IllegalStateException: old
        26/03/01 10:00:02 ERROR SparkConnectServer: Error starting Spark Connect server
        java.lang.RuntimeException: cannot start
        \tat some.Place.run(Place.java:1)
        Caused by: java.net.BindException: Address already in use
        \t... 12 more
        26/03/01 10:00:03 INFO ShutdownHookManager: java.lang.Error: not an error
        """;
    assertThat(LastError.in(log)).contains("java.net.BindException: Address already in use");
  }

  @Test
  void an_exception_that_nobody_caught_counts() {
    assertThat(
            LastError.in("Exception in thread \"main\" java.lang.OutOfMemoryError: heap\n\tat x"))
        .contains("java.lang.OutOfMemoryError: heap");
  }

  @Test
  void an_error_without_an_exception_is_its_own_text() {
    assertThat(LastError.in("26/03/01 10:00:03 ERROR Worker: All masters are unresponsive\n"))
        .contains("Worker: All masters are unresponsive");
  }

  @Test
  void a_log_without_errors_has_none() {
    assertThat(LastError.in("")).isEmpty();
    assertThat(LastError.in("26/03/01 10:00:03 WARN Utils: slow\njava.io.IOException: x\n"))
        .isEmpty();
  }

  @Test
  void a_long_one_is_cut() {
    assertThat(LastError.in("26/03/01 10:00:03 ERROR " + "x".repeat(9999)).orElseThrow())
        .hasSize(500);
  }
}
