package io.switchyard.domain.job;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rule table, held against lines that Spark, its backends and drivers really print. */
final class FailureRulesTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      textBlock =
          """
          OUT_OF_MEMORY # java.lang.OutOfMemoryError: Java heap space
          OUT_OF_MEMORY # java.lang.OutOfMemoryError: GC overhead limit exceeded
          OUT_OF_MEMORY # org.apache.spark.memory.SparkOutOfMemoryError: [UNABLE_TO_ACQUIRE_MEMORY] Unable to acquire 65536 bytes of memory, got 0. SQLSTATE: 53200
          OUT_OF_MEMORY # Container killed by YARN for exceeding physical memory limits. 5.5 GB of 5.5 GB physical memory used.
          OUT_OF_MEMORY # The executor with id 3 exited with exit code 137(SIGKILL, possible container OOM). Exit code: 137
          OUT_OF_MEMORY # MemoryError: Unable to allocate 7.45 GiB for an array
          LOST_NODE # org.apache.spark.SparkException: Job aborted due to stage failure: Task 0 in stage 1.0 failed 4 times, most recent failure: Lost task 0.3 in stage 1.0 (TID 7) (host executor 3): ExecutorLostFailure (executor 3 exited caused by one of the running tasks) Reason: Worker lost
          LOST_NODE # org.apache.spark.shuffle.MetadataFetchFailedException: Missing an output location for shuffle 0
          LOST_NODE # Executor heartbeat timed out after 125347 ms
          BACKEND_UNAVAILABLE # org.apache.spark.SparkException: All masters are unresponsive! Giving up.
          BACKEND_UNAVAILABLE # Application has been killed. Reason: Master removed our application: FAILED
          BACKEND_UNAVAILABLE # java.io.IOException: No space left on device
          USER_ERROR # org.apache.spark.sql.AnalysisException: [TABLE_OR_VIEW_NOT_FOUND] The table or view `raw`.`events` cannot be found. SQLSTATE: 42P01
          USER_ERROR # org.apache.spark.SparkArithmeticException: [DIVIDE_BY_ZERO] Division by zero. SQLSTATE: 22012
          USER_ERROR # org.apache.spark.sql.catalyst.parser.ParseException: [PARSE_SYNTAX_ERROR] Syntax error at or near 'SELCT'. SQLSTATE: 42601
          USER_ERROR # java.lang.ClassNotFoundException: the main class com.acme.Main is not in the job's jars
          USER_ERROR # java.io.FileNotFoundException: File file:/data/in.csv does not exist
          USER_ERROR # java.lang.NullPointerException: Cannot invoke "String.length()" because "s" is null
          USER_ERROR # Python exited with 1
          USER_ERROR # java.nio.file.NoSuchFileException: /jars/app.jar
          USER_ERROR # org.postgresql.util.PSQLException caused by java.sql.SQLSyntaxErrorException: relation "x" does not exist
          UNKNOWN # java.net.SocketTimeoutException: Read timed out
          UNKNOWN # com.amazonaws.services.s3.model.AmazonS3Exception: Please reduce your request rate. (Service: Amazon S3; Status Code: 503; Error Code: SlowDown)
          UNKNOWN # the driver was killed from outside Switchyard
          UNKNOWN # com.acme.NobodyKnows: 42
          """)
  void what_is_said_decides(FailureClass expected, String said) {
    assertThat(FailureRules.classify(said, "")).isEqualTo(expected);
  }

  @Test
  void a_log_shows_what_a_driver_could_not_say() {
    String log =
        """
        26/03/01 10:00:00 INFO SparkContext: Running Spark version 4.1.2
        Exception in thread "main" java.lang.OutOfMemoryError: Java heap space
        """;
    assertThat(FailureRules.classify("", log)).isEqualTo(FailureClass.OUT_OF_MEMORY);
  }

  @Test
  void what_many_good_jobs_log_too_is_no_sign() {
    String log =
        """
        26/03/01 10:00:00 WARN FileSystem: java.io.FileNotFoundException: /tmp/x
        26/03/01 10:00:00 WARN TaskSetManager: Lost task 0.0: ExecutorLostFailure (executor 1)
        """;
    assertThat(FailureRules.classify("", log)).isEqualTo(FailureClass.UNKNOWN);
  }

  @Test
  void memory_goes_before_what_it_drags_along() {
    String said =
        "org.apache.spark.SparkException: Job aborted: ExecutorLostFailure (executor 1 exited)"
            + " Reason: exit code: 137";
    assertThat(FailureRules.classify(said, "")).isEqualTo(FailureClass.OUT_OF_MEMORY);
  }
}
