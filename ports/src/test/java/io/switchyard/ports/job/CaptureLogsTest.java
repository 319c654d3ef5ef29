package io.switchyard.ports.job;

import static io.switchyard.ports.job.JobExamples.ANNA;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.switchyard.domain.input.InvalidValue;
import io.switchyard.domain.job.BackendHandle;
import io.switchyard.domain.job.Execution;
import io.switchyard.domain.job.ExecutionState;
import io.switchyard.domain.job.Job;
import io.switchyard.domain.job.Observation;
import io.switchyard.domain.job.Observation.Phase;
import io.switchyard.ports.TargetFailure;
import io.switchyard.ports.TargetFailure.Kind;
import io.switchyard.ports.job.LogCapture.State;
import io.switchyard.ports.placement.Backend;
import io.switchyard.ports.placement.Backends;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CaptureLogsTest {

  private final InMemoryJobs store = new InMemoryJobs();
  private final InMemoryLogs logs = new InMemoryLogs();
  private final FakeBackend backend = new FakeBackend();
  private final Worker worker = new Worker();
  private final SettableClock clock = new SettableClock();
  private final JobIds ids = new SequentialIds();
  private final Backends backends =
      new Backends(List.of(new Backend(JobExamples.BACKEND, backend, worker)));
  private final SubmitJob submitJob = new SubmitJob(store, backends, ids, clock);
  private final AdvanceExecutions advance = store.advancing(backends, ids, clock);
  private final ReadJobLogs readLogs = new ReadJobLogs(store, backends, logs);
  private CaptureLogs capture = capturing(CaptureTerms.DEFAULT);

  /** The place where a driver's log is: there, away, or there without the log. */
  private final class Worker implements JobLogs {
    boolean away;
    boolean wiped;

    @Override
    public LogPage read(BackendHandle handle, LogStream stream, long offset, int maxBytes) {
      if (away) {
        throw TargetFailure.withoutEffect(Kind.UNREACHABLE, "worker is away");
      }
      return wiped ? LogPage.NONE : backend.read(handle, stream, offset, maxBytes);
    }

    @Override
    public LogPage tail(BackendHandle handle, LogStream stream, int maxBytes) {
      LogPage end = read(handle, stream, Long.MAX_VALUE, 1);
      return read(handle, stream, Math.max(0, end.size() - maxBytes), maxBytes);
    }
  }

  private CaptureLogs capturing(CaptureTerms terms) {
    return new CaptureLogs(store.captures(), backends, logs, clock, terms);
  }

  private void pass() {
    clock.advance(Duration.ofSeconds(2));
    advance.advance();
  }

  private Execution running() {
    Job job = ((Submission.Accepted) submitJob.submit(JobExamples.request(), ANNA)).job();
    pass();
    backend.enter(job.current().id(), Phase.RUNNING);
    pass();
    return job.current();
  }

  private Execution ended(String line) {
    Execution execution = running();
    backend.print(execution.id(), LogStream.STDOUT, line);
    backend.enter(execution.id(), Phase.SUCCEEDED);
    pass();
    assertThat(store.find(execution.job()).orElseThrow().current().ended()).isTrue();
    return execution;
  }

  private void captureAfter(Duration pause) {
    clock.advance(pause);
    capture.capture();
  }

  private @Nullable State state(Execution execution) {
    return new GetLogCaptures(store.captures())
        .of(List.of(store.find(execution.job()).orElseThrow()))
        .get(execution.id());
  }

  private LogSlice read(Execution execution, LogQuery query) {
    return readLogs.read(execution.job(), query, ANNA).orElseThrow();
  }

  private String text(Execution execution) {
    return read(execution, new LogQuery(LogStream.STDOUT, null, null)).text();
  }

  @Test
  void the_log_is_captured_after_the_end_and_outlives_its_worker() {
    Execution execution = running();
    backend.print(execution.id(), LogStream.STDOUT, "one");
    captureAfter(Duration.ofSeconds(5));
    assertThat(state(execution)).isNull();
    backend.print(execution.id(), LogStream.STDOUT, "zwölf");
    backend.enter(execution.id(), Phase.SUCCEEDED);
    pass();
    assertThat(state(execution)).isEqualTo(State.PENDING);
    LogSlice live = read(execution, new LogQuery(LogStream.STDOUT, 4L, null));

    captureAfter(Duration.ofSeconds(1));
    assertThat(state(execution)).isEqualTo(State.CAPTURED);
    worker.away = true;
    assertThat(read(execution, new LogQuery(LogStream.STDOUT, 4L, null))).isEqualTo(live);
    assertThat(live.complete()).isTrue();
    assertThat(read(execution, new LogQuery(LogStream.STDOUT, null, 1)).text())
        .isEqualTo("zwölf\n");
    assertThat(read(execution, new LogQuery(LogStream.STDERR, null, null)).complete()).isTrue();
  }

  @Test
  void what_a_driver_writes_while_its_end_is_seen_is_not_missed() {
    Execution execution = ended("one");
    assertThat(capture.capture()).isZero();
    backend.print(execution.id(), LogStream.STDOUT, "last words");
    captureAfter(Duration.ofSeconds(1));
    assertThat(text(execution)).isEqualTo("one\nlast words\n");
  }

  @Test
  void a_worker_that_is_away_for_a_while_delays_the_capture_and_not_the_end() {
    Execution execution = ended("one");
    worker.away = true;
    for (int i = 0; i < 40; i++) {
      captureAfter(Duration.ofMinutes(1));
    }
    assertThat(state(execution)).isEqualTo(State.PENDING);
    worker.away = false;
    captureAfter(Duration.ofMinutes(1));
    assertThat(state(execution)).isEqualTo(State.CAPTURED);
    assertThat(text(execution)).isEqualTo("one\n");
  }

  @Test
  void failed_tries_are_farther_and_farther_apart() {
    Execution execution = ended("one");
    worker.away = true;
    captureAfter(Duration.ofSeconds(1));
    worker.away = false;
    assertThat(capture.capture()).isZero();
    clock.advance(Duration.ofSeconds(2));
    worker.away = true;
    assertThat(capture.capture()).isEqualTo(1);
    clock.advance(Duration.ofMillis(3999));
    assertThat(capture.capture()).isZero();
    clock.advance(Duration.ofMillis(1));
    assertThat(capture.capture()).isEqualTo(1);
    assertThat(state(execution)).isEqualTo(State.PENDING);
  }

  @Test
  void a_log_that_cannot_be_fetched_in_time_is_lost_and_said_to_be() {
    Execution gone = ended("one");
    worker.wiped = true;
    captureAfter(Duration.ofMinutes(59));
    assertThat(state(gone)).isEqualTo(State.PENDING);
    captureAfter(Duration.ofMinutes(2));
    assertThat(state(gone)).isEqualTo(State.LOST);
    assertThat(capture.capture()).isZero();
    assertThat(read(gone, new LogQuery(LogStream.STDOUT, null, null)).complete()).isTrue();
  }

  private Execution submitted() {
    Job job = ((Submission.Accepted) submitJob.submit(JobExamples.request(), ANNA)).job();
    pass();
    return job.current();
  }

  @ParameterizedTest
  @EnumSource(names = {"NEVER_STARTED", "KILLED", "FAILED"})
  void a_driver_that_nobody_saw_running_and_that_left_no_log_never_had_one(Phase end) {
    Execution execution = submitted();
    backend.enter(execution.id(), end);
    pass();
    captureAfter(Duration.ofSeconds(2));
    assertThat(state(execution)).isEqualTo(State.PENDING);
    captureAfter(Duration.ofSeconds(60));
    assertThat(state(execution)).isEqualTo(State.NONE);
    captureAfter(Duration.ofHours(2));
    assertThat(state(execution)).isEqualTo(State.NONE);
  }

  @Test
  void a_driver_that_nobody_saw_running_may_have_left_a_log_all_the_same() {
    Execution execution = submitted();
    backend.print(execution.id(), LogStream.STDOUT, "quick");
    backend.enter(execution.id(), Phase.FAILED);
    pass();
    captureAfter(Duration.ofSeconds(2));
    assertThat(state(execution)).isEqualTo(State.CAPTURED);
    assertThat(text(execution)).isEqualTo("quick\n");
  }

  @Test
  void that_there_never_was_a_log_is_not_said_while_nobody_can_be_asked() {
    Execution execution = submitted();
    backend.enter(execution.id(), Phase.NEVER_STARTED);
    pass();
    worker.away = true;
    captureAfter(Duration.ofMinutes(5));
    assertThat(state(execution)).isEqualTo(State.PENDING);
    worker.away = false;
    captureAfter(Duration.ofMinutes(5));
    assertThat(state(execution)).isEqualTo(State.NONE);
  }

  @Test
  void a_job_that_no_backend_had_has_no_log() {
    Job job = ((Submission.Accepted) submitJob.submit(JobExamples.request(), ANNA)).job();
    assertThat(state(job.current())).isNull();
    new CancelJob(store, store, clock).cancel(job.id(), "", ANNA);
    assertThat(state(job.current())).isEqualTo(State.NONE);
  }

  @Test
  void what_is_captured_while_its_job_is_forgotten_does_not_stay() {
    Execution execution = ended("one");
    clock.advance(Duration.ofSeconds(2));
    // The capture takes longer than its claim lasts; another finishes it, and history forgets.
    logs.beforeNextAppend(
        () -> {
          clock.advance(CaptureTerms.DEFAULT.lease());
          capture.capture();
          assertThat(state(execution)).isEqualTo(State.CAPTURED);
          Retention none = new Retention(Duration.ZERO, Duration.ZERO, 10);
          new ForgetHistory(store, logs, clock, none).forget();
          assertThat(store.find(execution.job())).isEmpty();
        });
    capture.capture();
    assertThat(logs.executions()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3})
  void a_capture_that_is_cut_short_goes_on_without_gap_or_double(int goodAppends) {
    Execution execution = running();
    String line = "0123456789abcdef".repeat(4096);
    for (int i = 0; i < 48; i++) {
      backend.print(execution.id(), LogStream.STDOUT, i + " " + line);
    }
    backend.print(execution.id(), LogStream.STDERR, "said");
    backend.enter(execution.id(), Phase.SUCCEEDED);
    pass();
    logs.failAppendAfter(goodAppends, TargetFailure.withoutEffect(Kind.FULL, "disk is full"));
    captureAfter(Duration.ofSeconds(1));
    assertThat(state(execution)).isEqualTo(State.PENDING);
    assertThat(logs.read(execution.id(), LogStream.STDOUT, 0, 1)).isEmpty();

    // Another process takes it over.
    capture = capturing(CaptureTerms.DEFAULT);
    captureAfter(Duration.ofSeconds(3));
    assertThat(state(execution)).isEqualTo(State.CAPTURED);
    BackendHandle handle = backend.find(execution).orElseThrow();
    byte[] whole = backend.read(handle, LogStream.STDOUT, 0, 100_000_000).bytes();
    assertThat(logs.read(execution.id(), LogStream.STDOUT, 0, 100_000_000).orElseThrow().bytes())
        .isEqualTo(whole);
  }

  @Test
  void a_process_that_dies_between_the_log_and_the_word_that_it_is_there_is_followed() {
    Execution execution = ended("one");
    logs.append(execution.id(), LogStream.STDOUT, 0, "one\n".getBytes(StandardCharsets.UTF_8));
    logs.complete(execution.id());
    worker.away = true;
    captureAfter(Duration.ofSeconds(1));
    assertThat(state(execution)).isEqualTo(State.CAPTURED);
  }

  @Test
  void of_a_log_over_the_limit_the_begin_and_the_end_are_kept_at_their_offsets() {
    capture =
        capturing(
            new CaptureTerms(
                2048,
                Duration.ofHours(1),
                Duration.ZERO,
                Duration.ofMinutes(1),
                Duration.ofSeconds(1),
                Duration.ofSeconds(1)));
    Execution execution = running();
    for (int i = 0; i < 500; i++) {
      backend.print(execution.id(), LogStream.STDOUT, "züge " + i);
    }
    backend.enter(execution.id(), Phase.SUCCEEDED);
    pass();
    BackendHandle handle = backend.find(execution).orElseThrow();
    String whole =
        new String(
            backend.read(handle, LogStream.STDOUT, 0, 1_000_000).bytes(), StandardCharsets.UTF_8);
    long size = backend.read(handle, LogStream.STDOUT, 0, 1).size();
    capture.capture();

    LogSlice head = read(execution, new LogQuery(LogStream.STDOUT, null, null));
    assertThat(whole).startsWith(head.text());
    assertThat(head.nextOffset()).isBetween(1020L, 1024L);
    assertThat(head.complete()).isFalse();
    LogSlice tail = read(execution, new LogQuery(LogStream.STDOUT, head.nextOffset(), null));
    assertThat(tail.complete()).isTrue();
    assertThat(tail.nextOffset()).isEqualTo(size);
    String marker = tail.text().lines().skip(1).findFirst().orElseThrow();
    long missing = Long.parseLong(marker.split(" ")[1]);
    assertThat(missing).isBetween(size - 2048, size - 2040);
    String rest = tail.text().substring(marker.length() + 2);
    assertThat(whole).endsWith(rest);
    assertThat(head.nextOffset() + missing + rest.getBytes(StandardCharsets.UTF_8).length)
        .isEqualTo(size);
    assertThat(read(execution, new LogQuery(LogStream.STDOUT, null, 2)).text())
        .isEqualTo("züge 498\nzüge 499\n");
  }

  @Test
  void every_attempt_has_a_log_of_its_own() {
    Execution first = running();
    backend.print(first.id(), LogStream.STDOUT, "first");
    Claimed claimed = store.current(first.job()).orElseThrow();
    Execution now = claimed.execution();
    var failed =
        ((ExecutionState.OnBackend) now.state())
            .observed(new Observation(Phase.FAILED, "no"), clock.instant());
    Execution end = now.in(failed);
    Execution second = end.next(ids.nextExecution(), JobExamples.request(), clock.instant());
    store.save(List.of(new Change(claimed, end, null, second)));
    pass();
    backend.print(second.id(), LogStream.STDOUT, "second");
    captureAfter(Duration.ofSeconds(1));

    assertThat(text(first)).isEqualTo("second\n");
    LogSlice earlier = read(first, new LogQuery(LogStream.STDOUT, null, null, 1));
    assertThat(earlier.text()).isEqualTo("first\n");
    assertThat(earlier.complete()).isTrue();
    assertThat(earlier.attempt()).isEqualTo(1);
    assertThat(state(first)).isEqualTo(State.CAPTURED);
    assertThatThrownBy(() -> read(first, new LogQuery(LogStream.STDOUT, null, null, 3)))
        .isInstanceOf(InvalidValue.class)
        .hasMessageContaining("attempt");
  }
}
