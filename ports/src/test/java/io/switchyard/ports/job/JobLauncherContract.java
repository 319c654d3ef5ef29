package io.switchyard.ports.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.switchyard.domain.job.BackendHandle;
import io.switchyard.domain.job.DriverReport;
import io.switchyard.domain.job.Execution;
import io.switchyard.domain.job.Job;
import io.switchyard.domain.job.JobRequest;
import io.switchyard.domain.job.Observation;
import io.switchyard.domain.job.Observation.Phase;
import io.switchyard.domain.job.SparkVersion;
import io.switchyard.ports.TargetFailure;
import io.switchyard.ports.placement.Backend;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/**
 * What {@link JobLauncher} and {@link JobLogs} promise, against a backend with room for one driver
 * at a time. Subclasses say what runs and how long it may take.
 */
public abstract class JobLauncherContract {

  /** The backend under test. */
  protected abstract Backend backend();

  /** A new job whose driver prints the line {@code hello from the driver} and ends well. */
  protected abstract JobRequest succeeding();

  /** A job whose driver fails with an exception whose message is {@code planned failure}. */
  protected abstract JobRequest failing();

  /** A job whose driver runs until it is stopped. */
  protected abstract JobRequest endless();

  /** A request that the backend could never run. */
  protected abstract JobRequest impossible();

  /** How many drivers the backend has ever had for this execution, by its own account. */
  protected abstract int driversOf(Execution execution);

  /** Ids that no other test on the same backend uses. */
  protected abstract JobIds ids();

  /** Moves fakes on; real backends move by themselves. */
  protected abstract void settle(Execution execution, Phase phase);

  /** How long a real driver may take to get anywhere. */
  protected Duration patience() {
    return Duration.ofSeconds(90);
  }

  private Execution execution(JobRequest request) {
    Fit fit = backend().jobs().fit(request);
    assertThat(fit).isInstanceOf(Fit.Runs.class);
    SparkVersion version = ((Fit.Runs) fit).sparkVersion();
    Job job = JobExamples.job(request, ids(), Instant.EPOCH);
    return Execution.first(job.current().id(), job.id(), backend().id(), version, Instant.EPOCH);
  }

  @Test
  void an_impossible_request_is_refused_with_the_field() {
    Fit fit = backend().jobs().fit(impossible());
    assertThat(fit).isInstanceOf(Fit.Refuses.class);
    assertThat(((Fit.Refuses) fit).violations()).isNotEmpty().allMatch(v -> !v.field().isEmpty());
  }

  @Test
  void a_launched_driver_is_seen_to_its_good_end_and_its_log_stays() {
    JobRequest request = succeeding();
    Execution execution = execution(request);
    BackendHandle handle = launch(execution, request);
    settle(execution, Phase.SUCCEEDED);
    assertThat(await(handle, Observation::ended).phase()).isEqualTo(Phase.SUCCEEDED);
    LogPage out = backend().logs().tail(handle, LogStream.STDOUT, 100_000);
    assertThat(text(out)).contains("hello from the driver");
  }

  @Test
  void a_log_reads_the_same_in_pieces_as_in_one() {
    JobRequest request = succeeding();
    Execution execution = execution(request);
    BackendHandle handle = launch(execution, request);
    settle(execution, Phase.SUCCEEDED);
    await(handle, Observation::ended);
    JobLogs logs = backend().logs();
    LogPage whole = logs.read(handle, LogStream.STDOUT, 0, 1_000_000);
    assertThat(whole.size()).isEqualTo(whole.nextOffset()).isPositive();
    StringBuilder pieces = new StringBuilder();
    long offset = 0;
    while (offset < whole.size()) {
      LogPage piece = logs.read(handle, LogStream.STDOUT, offset, 7);
      assertThat(piece.offset()).isEqualTo(offset);
      assertThat(piece.bytes()).isNotEmpty().hasSizeLessThanOrEqualTo(7);
      pieces.append(text(piece));
      offset = piece.nextOffset();
    }
    assertThat(pieces).hasToString(text(whole));
    LogPage past = logs.read(handle, LogStream.STDOUT, whole.size() + 1000, 100);
    assertThat(past.bytes()).isEmpty();
    assertThat(past.offset()).isEqualTo(whole.size());
    assertThat(text(logs.tail(handle, LogStream.STDOUT, 4)))
        .isEqualTo(text(whole).substring(text(whole).length() - 4));
  }

  @Test
  void a_failing_driver_is_seen_to_fail_and_says_why() {
    JobRequest request = failing();
    Execution execution = execution(request);
    BackendHandle handle = launch(execution, request);
    settle(execution, Phase.FAILED);
    assertThat(await(handle, Observation::ended).phase()).isEqualTo(Phase.FAILED);
    DriverReport report =
        DriverReport.read(text(backend().logs().tail(handle, LogStream.STDERR, 65_536)));
    assertThat(report.cause()).contains("planned failure");
  }

  @Test
  void launching_again_gives_the_same_driver() {
    JobRequest request = endless();
    Execution execution = execution(request);
    assertThat(backend().jobs().find(execution, request)).isEmpty();
    BackendHandle handle = launch(execution, request);
    assertThat(backend().jobs().launch(execution, request)).isEqualTo(handle);
    assertThat(backend().jobs().find(execution, request)).contains(handle);
    settle(execution, Phase.RUNNING);
    await(handle, seen -> seen.phase() == Phase.RUNNING);
    assertThat(backend().jobs().launch(execution, request)).isEqualTo(handle);
    stopAndAwait(handle);
    assertThat(backend().jobs().find(execution, request)).contains(handle);
    assertThat(backend().jobs().launch(execution, request)).isEqualTo(handle);
    assertThat(driversOf(execution)).isEqualTo(1);
  }

  @Test
  void a_stopped_driver_is_seen_killed_and_stopping_again_is_harmless() {
    JobRequest request = endless();
    Execution execution = execution(request);
    BackendHandle handle = launch(execution, request);
    settle(execution, Phase.RUNNING);
    await(handle, seen -> seen.phase() == Phase.RUNNING);
    stopAndAwait(handle);
    backend().jobs().stop(handle);
    assertThat(await(handle, Observation::ended).phase()).isEqualTo(Phase.KILLED);
  }

  @Test
  void an_execution_that_was_never_launched_is_not_found() {
    assertThat(backend().jobs().find(execution(endless()), endless())).isEmpty();
    assertThat(backend().jobs().ui(execution(endless()))).isEmpty();
  }

  @Test
  void an_execution_that_was_forbidden_is_never_launched() {
    JobRequest request = succeeding();
    Execution execution = execution(request);
    assertThat(backend().jobs().forbid(execution, request)).isEmpty();
    assertThat(backend().jobs().forbid(execution, request)).isEmpty();
    assertThatThrownBy(() -> backend().jobs().launch(execution, request))
        .isInstanceOfSatisfying(
            TargetFailure.class,
            failure -> {
              assertThat(failure.outcomeKnown()).isTrue();
              assertThat(failure.retryable()).isFalse();
            });
    assertThat(driversOf(execution)).isZero();
  }

  @Test
  void a_driver_that_is_there_is_told_instead_of_forbidden_and_goes_on() {
    JobRequest request = endless();
    Execution execution = execution(request);
    BackendHandle handle = launch(execution, request);
    settle(execution, Phase.RUNNING);
    await(handle, seen -> seen.phase() == Phase.RUNNING);
    assertThat(backend().jobs().forbid(execution, request)).contains(handle);
    assertThat(backend().jobs().launch(execution, request)).isEqualTo(handle);
    stopAndAwait(handle);
    assertThat(driversOf(execution)).isEqualTo(1);
  }

  private void stopAndAwait(BackendHandle handle) {
    backend().jobs().stop(handle);
    await(handle, Observation::ended);
  }

  /** Launches as the work loop does: again while the backend has no room or is starting. */
  private BackendHandle launch(Execution execution, JobRequest request) {
    return Eventually.get(
        patience(), () -> List.of(backend().jobs().launch(execution, request)), found -> true);
  }

  private Observation await(BackendHandle handle, Predicate<Observation> until) {
    return Eventually.get(
        patience(),
        () -> {
          Map<BackendHandle, Observation> seen = backend().jobs().observe(Set.of(handle));
          return seen.values();
        },
        until);
  }

  private static String text(LogPage page) {
    return new String(page.bytes(), StandardCharsets.UTF_8);
  }
}
