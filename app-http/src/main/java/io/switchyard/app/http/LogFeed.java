package io.switchyard.app.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.switchyard.domain.job.Execution;
import io.switchyard.domain.job.ExecutionId;
import io.switchyard.domain.job.Job;
import io.switchyard.domain.job.JobId;
import io.switchyard.domain.job.JobStatus;
import io.switchyard.domain.team.Caller;
import io.switchyard.ports.TargetFailure;
import io.switchyard.ports.job.GetJob;
import io.switchyard.ports.job.LogQuery;
import io.switchyard.ports.job.LogSlice;
import io.switchyard.ports.job.ReadJobLogs;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What one follower of a log is told next. Not safe for several threads. When a job is tried again,
 * the log of the new attempt follows that of the one before, from its beginning.
 */
public final class LogFeed {

  /** Proxies and clients give up on connections that are silent for longer than this or so. */
  static final Duration HEARTBEAT = Duration.ofSeconds(10);

  /** A line longer than this is sent in pieces. */
  private static final int MAX_LINE = 64 * 1024;

  /** After an end, how often a log that cannot be read is tried before the feed ends without it. */
  private static final int TRIES_AFTER_END = 5;

  /** Whose log, from where, for whom. */
  public record Wanted(JobId job, LogQuery query, Caller caller) {}

  private final GetJob getJob;
  private final ReadJobLogs readLogs;
  private final InstantSource clock;
  private final Wanted wanted;
  private LogQuery next;
  private @Nullable ExecutionId execution;
  private Instant spoke;
  private int failures;
  private boolean ended;

  /**
   * @param lastEventId where an earlier feed was left, as its events told; null to begin
   */
  public LogFeed(
      GetJob getJob,
      ReadJobLogs readLogs,
      InstantSource clock,
      Wanted wanted,
      @Nullable String lastEventId) {
    this.getJob = getJob;
    this.readLogs = readLogs;
    this.clock = clock;
    this.wanted = wanted;
    this.spoke = Instant.EPOCH;
    this.next = wanted.query();
    resume(lastEventId);
  }

  private void resume(@Nullable String lastEventId) {
    String[] parts = lastEventId == null ? new String[0] : lastEventId.split(":", -1);
    if (parts.length == 2 && parts[1].matches("\\d{1,18}")) {
      execution = new ExecutionId(parts[0]);
      next = from(wanted.query().attempt(), Long.parseLong(parts[1]));
    }
  }

  private LogQuery from(@Nullable Integer attempt, long offset) {
    return new LogQuery(wanted.query().stream(), offset, null, attempt);
  }

  /** Whether all was said. */
  public boolean ended() {
    return ended;
  }

  /** What to say now; empty if there is nothing new. Blocks for the store and the backend. */
  public List<LogEvent> next() {
    List<LogEvent> said = read();
    Instant now = clock.instant();
    if (said.isEmpty() && !now.isBefore(spoke.plus(HEARTBEAT))) {
      said = List.of(new LogEvent.Remark("waiting for more"));
    }
    if (!said.isEmpty()) {
      spoke = now;
    }
    return said;
  }

  private List<LogEvent> read() {
    try {
      locate();
      Optional<LogSlice> slice = readLogs.read(wanted.job(), next, wanted.caller());
      failures = 0;
      return slice.map(this::tell).orElseGet(() -> end("the job is gone"));
    } catch (TargetFailure failure) {
      failures++;
      if (failures > TRIES_AFTER_END) {
        return afterUnreadable();
      }
      return failures == 1
          ? List.of(new LogEvent.Remark("the log cannot be read now; trying again"))
          : List.of();
    }
  }

  /** Finds the attempt whose log the client had come to when it was here before. */
  private void locate() {
    Long offset = next.offset();
    if (execution != null && offset != null && next.attempt() == null) {
      getJob.get(wanted.job(), wanted.caller()).stream()
          .flatMap(job -> job.executions().stream())
          .filter(known -> known.id().equals(execution))
          .findFirst()
          .ifPresent(known -> next = from(known.attempt(), offset));
    }
  }

  private List<LogEvent> afterUnreadable() {
    Integer attempt = next.attempt();
    return status()
        .flatMap(
            job ->
                job.executions().stream()
                    .filter(e -> attempt == null ? e.equals(job.current()) : e.attempt() == attempt)
                    .findFirst())
        .filter(Execution::ended)
        .map(unread -> after(unread.attempt(), "the rest of the log cannot be read now"))
        .orElse(List.of());
  }

  /** What comes after the log of an attempt: that of the next, the end, or a wait for either. */
  private List<LogEvent> after(int attempt, String message) {
    if (wanted.query().attempt() != null) {
      return end(message);
    }
    Optional<Job> job = status();
    Optional<Execution> following =
        job.stream()
            .flatMap(found -> found.executions().stream())
            .filter(other -> other.attempt() > attempt)
            .findFirst();
    if (following.isPresent()) {
      return begin(following.get().id(), following.get().attempt());
    }
    return job.map(Job::status).filter(JobStatus::terminal).isPresent() ? end(message) : List.of();
  }

  /** The job is tried again: offsets of the log before mean nothing in this one. */
  private List<LogEvent> begin(ExecutionId id, int attempt) {
    execution = id;
    failures = 0;
    next = from(attempt, 0);
    return List.of(new LogEvent.Attempt(id, attempt));
  }

  private Optional<Job> status() {
    try {
      return getJob.get(wanted.job(), wanted.caller());
    } catch (TargetFailure failure) {
      return Optional.empty();
    }
  }

  private List<LogEvent> tell(LogSlice slice) {
    if (execution != null && !execution.equals(slice.execution())) {
      return begin(slice.execution(), slice.attempt());
    }
    execution = slice.execution();
    String text = slice.closed() ? slice.text() : wholeLines(slice.text());
    long offset =
        text.length() == slice.text().length()
            ? slice.nextOffset()
            : slice.offset() + text.getBytes(UTF_8).length;
    next = from(slice.attempt(), offset);
    List<LogEvent> said = new ArrayList<>();
    if (!text.isEmpty()) {
      said.add(new LogEvent.Text(slice.execution(), text, slice.offset(), offset));
    }
    if (slice.complete()) {
      said.addAll(after(slice.attempt(), ""));
    }
    return said;
  }

  private static String wholeLines(String text) {
    int end = text.lastIndexOf('\n') + 1;
    // Where bytes were no UTF-8, the text does not tell how many they were.
    boolean measurable = text.indexOf('\uFFFD') < 0;
    return measurable && (end > 0 || text.length() < MAX_LINE) ? text.substring(0, end) : text;
  }

  private List<LogEvent> end(String message) {
    ended = true;
    return List.of(new LogEvent.End(wanted.job(), status().orElse(null), message));
  }
}
