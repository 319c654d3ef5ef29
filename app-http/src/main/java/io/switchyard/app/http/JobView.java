package io.switchyard.app.http;

import io.switchyard.domain.job.DriverConnect;
import io.switchyard.domain.job.Ended;
import io.switchyard.domain.job.Execution;
import io.switchyard.domain.job.ExecutionId;
import io.switchyard.domain.job.ExecutionState;
import io.switchyard.domain.job.Job;
import io.switchyard.domain.job.JobEvent;
import io.switchyard.domain.job.JobMetrics;
import io.switchyard.domain.job.Outcome;
import io.switchyard.domain.job.Stopping;
import io.switchyard.domain.job.Timeline;
import io.switchyard.domain.job.admission.Wait;
import io.switchyard.ports.job.Callback;
import io.switchyard.ports.job.LogCapture;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A job as the API shows it. What was to be run, its configuration and its environment are left
 * out: they may hold secrets.
 */
public record JobView(
    String jobId,
    String executionId,
    String name,
    String team,
    String user,
    String status,
    int attempt,
    List<AttemptView> attempts,
    String backend,
    String sparkVersion,
    String submittedAt,
    @Nullable String startTime,
    @Nullable String endTime,
    @Nullable String sparkUiUrl,
    String logsUrl,
    @Nullable String logCapture,
    @Nullable CallbackView callback,
    @Nullable MetricsView metrics,
    @Nullable String failureClass,
    @Nullable String errorMessage,
    @Nullable String message,
    @Nullable QueueView queue,
    @Nullable List<EntryView> timeline,
    @Nullable String timelineNote,
    @Nullable String connectUrl,
    @Nullable PlacementView placement) {

  private static final String CUT =
      "the newest " + Timeline.MOST + " entries; the job's events tell of the earlier ones";

  /** Why it waits. */
  public record QueueView(
      String reason,
      String message,
      @Nullable Integer place,
      @Nullable Integer length,
      String waitingSince) {

    static @Nullable QueueView of(Job job, @Nullable Wait wait) {
      return wait == null
          ? null
          : new QueueView(
              wait.reason().name(),
              wait.message(),
              wait.place(),
              wait.length(),
              job.waitingSince().toString());
    }
  }

  /** One thing that happened, in the words of events. */
  public record EntryView(String type, String at, int attempt, @Nullable String message) {

    static EntryView of(JobEvent event) {
      return new EntryView(
          event.type().name(),
          event.at().toString(),
          event.attempt(),
          event.message().isBlank() ? null : event.message());
    }
  }

  public record AttemptView(
      String executionId,
      int attempt,
      String status,
      @Nullable String startTime,
      @Nullable String endTime,
      @Nullable String failureClass,
      @Nullable String errorMessage,
      @Nullable String logCapture) {

    static AttemptView of(Execution execution, Map<ExecutionId, LogCapture.State> captures) {
      return new AttemptView(
          execution.id().value(),
          execution.attempt(),
          execution.state().status().name(),
          time(execution.startedAt()),
          time(execution.endedAt()),
          failure(execution.state()),
          error(execution.state()),
          capture(execution, captures));
    }
  }

  public record MetricsView(
      long recordsRead,
      long recordsWritten,
      long bytesRead,
      long bytesWritten,
      long stagesCompleted,
      long tasksCompleted,
      long executorCpuTimeMs) {

    static @Nullable MetricsView of(@Nullable JobMetrics m) {
      return m == null
          ? null
          : new MetricsView(
              m.recordsRead(),
              m.recordsWritten(),
              m.bytesRead(),
              m.bytesWritten(),
              m.stagesCompleted(),
              m.tasksCompleted(),
              m.executorCpuTimeMs());
    }
  }

  /** How far the telling of the job's end is. */
  public record CallbackView(
      String url,
      String state,
      int attempts,
      @Nullable String lastAttemptAt,
      @Nullable Integer lastStatus,
      @Nullable String lastError,
      @Nullable String nextAttemptAt) {

    static @Nullable CallbackView of(@Nullable Callback callback) {
      return callback == null
          ? null
          : new CallbackView(
              callback.url().shown(),
              callback.state().name().toLowerCase(Locale.ROOT),
              callback.tries(),
              time(callback.lastTry()),
              callback.lastStatus(),
              callback.lastError().isEmpty() ? null : callback.lastError(),
              time(callback.next()));
    }
  }

  /**
   * A job as it is shown.
   *
   * @param captures how far the logs of its executions are captured
   * @param callback how far its callback is; null if it asked for none
   * @param wait what it waits for; null if it does not, or nobody asked
   * @param timeline null for a job among others, of which less is shown
   * @param logsUrl the address of its log; empty if that is not known
   * @param gateway where Spark's clients connect, as {@code sc://<host>:<port>}
   */
  static JobView of(
      Job job,
      Map<ExecutionId, LogCapture.State> captures,
      @Nullable Callback callback,
      @Nullable Wait wait,
      @Nullable Timeline timeline,
      String logsUrl,
      String gateway) {
    Execution current = job.current();
    return new JobView(
        job.id().value(),
        current.id().value(),
        job.request().name().value(),
        job.request().team().name(),
        job.request().user(),
        job.status().name(),
        current.attempt(),
        job.executions().stream().map(e -> AttemptView.of(e, captures)).toList(),
        current.backend().value(),
        current.sparkVersion().value(),
        job.submittedAt().toString(),
        time(current.startedAt()),
        time(current.endedAt()),
        Objects.toString(current.ui(), null),
        logsUrl,
        capture(current, captures),
        CallbackView.of(callback),
        MetricsView.of(current.metrics()),
        failure(current.state()),
        error(current.state()),
        wait == null ? message(current.state()) : wait.message(),
        QueueView.of(job, wait),
        timeline == null ? null : timeline.entries().stream().map(EntryView::of).toList(),
        timeline == null || !timeline.cut() ? null : CUT,
        connectUrl(job, gateway),
        timeline == null ? null : PlacementView.of(current.placement()));
  }

  private static @Nullable String connectUrl(Job job, String gateway) {
    DriverConnect connect = job.current().connect();
    return connect == null || connect.address() == null
        ? null
        : gateway + "/;x-switchyard-job=" + job.id();
  }

  private static @Nullable String time(@Nullable Instant instant) {
    return instant == null ? null : instant.toString();
  }

  /** How far the log is captured; null before the end, and if there is none to capture. */
  private static @Nullable String capture(
      Execution execution, Map<ExecutionId, LogCapture.State> captures) {
    LogCapture.State state = captures.get(execution.id());
    return state == null ? null : state.name().toLowerCase(Locale.ROOT);
  }

  private static @Nullable String failure(ExecutionState state) {
    return state instanceof Ended ended && ended.failure() != null ? ended.failure().name() : null;
  }

  /** Why it failed; null if it did not. */
  public static @Nullable String error(ExecutionState state) {
    return state instanceof Ended ended ? ended.error() : null;
  }

  /** Why it waits, or who ended it; null when there is nothing to say. */
  public static @Nullable String message(ExecutionState state) {
    String said = "";
    if (state instanceof ExecutionState.Queued queued) {
      said = queued.waitingFor();
    } else if (state instanceof ExecutionState.Pending pending) {
      said = pending.waitingFor();
    } else if (state instanceof ExecutionState.StoppingLaunch stopping) {
      said = stopping.reason().message();
    } else if (state instanceof Stopping stopping) {
      said = stopping.reason().message();
    } else if (state instanceof Ended ended && ended.outcome() != Outcome.FAILED) {
      said = ended.message();
    }
    return said.isBlank() ? null : said;
  }
}
