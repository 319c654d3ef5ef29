package io.switchyard.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchyard.app.Events.Event;
import io.switchyard.domain.job.ExecutionId;
import io.switchyard.domain.job.Observation.Phase;
import io.switchyard.ports.job.LogStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
final class LogsApiTest {

  /** Whether its first attempt was seen to run or not, another follows when it was lost. */
  private static final String JOB =
      LiveApi.JOB.replace(
          "{\"name\"",
          "{\"retry\": {\"max_attempts\": 2, \"delay_seconds\": 0, \"on\": [\"BACKEND_UNAVAILABLE\"]},"
              + " \"name\"");

  @TempDir private Path folder;
  private LiveApi api;
  private String job;
  private String logs;
  private ExecutionId execution;

  @BeforeEach
  void start() {
    api = LiveApi.start(folder);
    job = api.submit(JOB);
    logs = "/api/v1/jobs/" + job + "/logs";
    execution = new ExecutionId(api.awaitStatus(job, "SUBMITTED").at("execution_id"));
    api.backend.enter(execution, Phase.RUNNING);
  }

  @AfterEach
  void stop() {
    api.close();
  }

  private void print(String line) {
    api.backend.print(execution, LogStream.STDOUT, line);
  }

  @Test
  void pieces_are_read_by_offset_until_the_log_is_complete() {
    print("one");
    print("zwölf");

    var first = api.get(logs);
    assertThat(first.status()).isEqualTo(200);
    assertThat(first.at("logs")).isEqualTo("one\nzwölf\n");
    assertThat(first.at("execution_id")).isEqualTo(execution.value());
    assertThat(first.at("stream")).isEqualTo("stdout");
    assertThat(first.json().get("next_offset").asLong()).isEqualTo(11);
    assertThat(first.json().get("complete").asBoolean()).isFalse();

    print("end");
    api.backend.enter(execution, Phase.SUCCEEDED);
    api.awaitStatus(job, "SUCCEEDED");
    var second = api.get(logs + "?offset=11");
    assertThat(second.at("logs")).isEqualTo("end\n");
    assertThat(second.json().get("complete").asBoolean()).isTrue();
  }

  @Test
  void the_streams_are_apart_and_the_tail_is_the_end() {
    print("one");
    print("two");
    api.backend.print(execution, LogStream.STDERR, "warning");

    assertThat(api.get(logs + "?stream=stderr").at("logs")).isEqualTo("warning\n");
    assertThat(api.get(logs + "?tail_lines=1").at("logs")).isEqualTo("two\n");
  }

  @Test
  void a_follower_sees_every_line_once_and_then_the_end() throws Exception {
    print("before");
    try (Events events = Events.of(api, logs + "?follow=true")) {
      assertThat(events.header("content-type")).startsWith("text/event-stream");
      assertThat(events.next("log").data()).isEqualTo("before");

      print("during");
      print("more\rthings");
      StringBuilder seen = new StringBuilder(events.next("log").data());
      while (!seen.toString().endsWith("things")) {
        seen.append("\n").append(events.next("log").data());
      }
      assertThat(seen.toString()).isEqualTo("during\nmore\nthings");

      api.backend.enter(execution, Phase.SUCCEEDED);
      Event end = events.next("end");
      assertThat(LiveApi.JSON.readTree(end.data()).get("status").asText()).isEqualTo("SUCCEEDED");
      assertThat(LiveApi.JSON.readTree(end.data()).get("job_id").asText()).isEqualTo(job);
      assertThat(events.atEnd()).isTrue();
    }
  }

  @Test
  void a_follower_that_comes_back_misses_nothing() throws Exception {
    print("one");
    String id;
    try (Events events = Events.of(api, logs + "?follow=true")) {
      id = events.next("log").id();
    }
    print("two");

    try (Events events = Events.of(api, logs + "?follow=true&offset=0", "Last-Event-ID", id)) {
      assertThat(events.next("log").data()).isEqualTo("two");
    }
    assertThat(api.get(logs + "?follow=true", "Last-Event-ID", "x").status()).isEqualTo(400);
  }

  @Test
  void following_an_ended_job_gives_its_log_and_ends() throws Exception {
    print("one");
    print("two");
    api.backend.enter(execution, Phase.FAILED);
    api.awaitStatus(job, "FAILED");

    try (Events events = Events.of(api, logs + "?follow=true&tail_lines=1")) {
      assertThat(events.next("log").data()).isEqualTo("two");
      assertThat(events.next("end").data()).contains("FAILED");
      assertThat(events.atEnd()).isTrue();
    }
  }

  private void awaitCapture() {
    api.await(job, answer -> answer.at("log_capture").equals("captured"));
  }

  @Test
  void a_log_outlives_the_place_where_its_driver_ran() {
    print("one");
    print("two");
    assertThat(api.get("/api/v1/jobs/" + job).json().get("log_capture").isNull()).isTrue();
    api.backend.enter(execution, Phase.SUCCEEDED);
    awaitCapture();
    String before = api.get(logs + "?offset=4").text();
    api.backend.deleteLog(execution);

    assertThat(api.get(logs + "?offset=4").text()).isEqualTo(before).contains("two\\n");
    assertThat(api.get(logs + "?tail_lines=1").at("logs")).isEqualTo("two\n");
    assertThat(api.get("/api/v1/jobs").json().at("/jobs/0/attempts/0/log_capture").asText())
        .isEqualTo("captured");
  }

  /** Lets the first attempt come to nothing, and gives the second. */
  private ExecutionId tryAgain() {
    api.backend.enter(execution, Phase.NEVER_STARTED);
    var second =
        api.await(
            job, seen -> seen.at("attempt").equals("2") && seen.at("status").equals("SUBMITTED"));
    return new ExecutionId(second.at("execution_id"));
  }

  @Test
  void an_earlier_attempt_can_be_read_and_one_that_never_was_is_refused() throws Exception {
    print("first");
    ExecutionId second = tryAgain();
    api.backend.print(second, LogStream.STDOUT, "second");

    var earlier = api.get(logs + "?attempt=1");
    assertThat(earlier.at("logs")).isEqualTo("first\n");
    assertThat(earlier.at("execution_id")).isEqualTo(execution.value());
    assertThat(earlier.json().get("complete").asBoolean()).isTrue();
    assertThat(api.get(logs).at("logs")).isEqualTo("second\n");
    assertThat(api.get(logs).at("attempt")).isEqualTo("2");
    assertThat(api.get(logs + "?attempt=3").status()).isEqualTo(400);
    assertThat(api.get(logs + "?attempt=3").fields()).containsExactly("attempt");
    assertThat(api.get(logs + "?attempt=0").status()).isEqualTo(400);
    try (Events events = Events.of(api, logs + "?follow=true&attempt=1")) {
      assertThat(events.next("log").data()).isEqualTo("first");
      events.next("end");
      assertThat(events.atEnd()).isTrue();
    }
  }

  @Test
  void a_follower_reads_an_attempt_to_its_end_and_goes_on_with_the_next() throws Exception {
    print("one");
    String id;
    try (Events events = Events.of(api, logs + "?follow=true")) {
      id = events.next("log").id();
    }
    print("last words");
    ExecutionId second = tryAgain();
    api.backend.print(second, LogStream.STDOUT, "another try");

    try (Events events = Events.of(api, logs + "?follow=true", "Last-Event-ID", id)) {
      assertThat(events.next("log").data()).isEqualTo("last words");
      assertThat(events.next("attempt").data()).contains(second.value());
      assertThat(events.next("log").data()).isEqualTo("another try");
      api.backend.enter(second, Phase.SUCCEEDED);
      assertThat(events.next("end").data()).contains("SUCCEEDED");
      assertThat(events.atEnd()).isTrue();
    }
  }

  @Test
  void a_follower_is_there_when_one_attempt_ends_and_the_next_begins() throws Exception {
    print("one");
    try (Events events = Events.of(api, logs + "?follow=true")) {
      assertThat(events.next("log").data()).isEqualTo("one");
      ExecutionId second = tryAgain();
      assertThat(events.next("attempt").data()).contains(second.value());
      api.backend.print(second, LogStream.STDOUT, "two");
      assertThat(events.next("log").data()).isEqualTo("two");
      api.backend.enter(second, Phase.FAILED);
      assertThat(events.next("end").data()).contains("FAILED");
    }
  }

  @Test
  void a_follower_passes_over_what_was_not_kept() throws Exception {
    api.close();
    api = LiveApi.start(folder.resolve("small"), Map.of("logs", Map.of("max_stream", "1m")));
    job = api.submit(LiveApi.JOB);
    logs = "/api/v1/jobs/" + job + "/logs";
    execution = new ExecutionId(api.awaitStatus(job, "SUBMITTED").at("execution_id"));
    for (int i = 0; i < 15; i++) {
      print(i + " " + "x".repeat(200_000));
    }
    print("end");
    api.backend.enter(execution, Phase.SUCCEEDED);
    awaitCapture();

    String seen = api.get(logs + "?follow=true").text();
    assertThat(seen.length()).isBetween(1_040_000, 1_055_000);
    assertThat(seen)
        .contains("data: \ndata: [switchyard] 1951")
        .contains(" bytes of this log were not kept\n")
        .contains("data: end\n\nevent: end\n");
  }

  @Test
  void many_followers_need_no_thread_each_and_leave_nothing_behind() throws Exception {
    List<Events> all = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      all.add(Events.of(api, logs + "?follow=true"));
    }
    print("hello");
    for (Events events : all) {
      assertThat(events.next("log").data()).isEqualTo("hello");
    }
    assertThat(api.get("/metrics").text()).contains("switchyard_logs_followers 100.0");
    assertThat(serverThreads()).isLessThan(70);

    for (Events events : all) {
      events.close();
    }
    long deadline = System.nanoTime() + 120_000_000_000L;
    while (!api.get("/metrics").text().contains("switchyard_logs_followers 0.0")) {
      print("noise that tells the server who is gone");
      assertThat(System.nanoTime()).isLessThan(deadline);
    }
  }

  private static long serverThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.startsWith("JettyServerThreadPool") || name.startsWith("log-"))
        .count();
  }

  @Test
  void followers_are_let_go_when_the_application_stops() throws Exception {
    print("one");
    try (Events events = Events.of(api, logs + "?follow=true")) {
      events.next("log");
      api.close();
      assertThat(events.atEnd()).isTrue();
    }
  }
}
