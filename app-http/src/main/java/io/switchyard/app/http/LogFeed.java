package io.switchyard.app.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.switchyard.domain.job.ExecutionId;
import io.switchyard.domain.job.Job;
import io.switchyard.domain.job.JobId;
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
 * the log of the new attempt follows from its beginning.
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
      next = from(Long.parseLong(parts[1]));
    }
  }

  private LogQuery from(long offset) {
    return new LogQuery(wanted.query().stream(), offset, null);
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
      Optional<LogSlice> slice = readLogs.read(wanted.job(), next, wanted.caller());
      failures = 0;
      return slice.map(this::tell).orElseGet(() -> List.of(end("the job is gone")));
    } catch (TargetFailure failure) {
      failures++;
      if (failures > TRIES_AFTER_END
          && status().map(Job::status).filter(s -> s.terminal()).isPresent()) {
        return List.of(end("the rest of the log cannot be read now"));
      }
      return failures == 1
          ? List.of(new LogEvent.Remark("the log cannot be read now; trying again"))
          : List.of();
    }
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
      // The job is tried again: offsets of the log before mean nothing in this one.
      execution = slice.execution();
      next = from(0);
      return List.of(new LogEvent.Attempt(execution));
    }
    execution = slice.execution();
    String text = slice.complete() ? slice.text() : wholeLines(slice.text());
    long offset =
        text.length() == slice.text().length()
            ? slice.nextOffset()
            : slice.offset() + text.getBytes(UTF_8).length;
    next = from(offset);
    List<LogEvent> said = new ArrayList<>();
    if (!text.isEmpty()) {
      said.add(new LogEvent.Text(slice.execution(), text, slice.offset(), offset));
    }
    if (slice.complete()) {
      said.add(end(""));
    }
    return said;
  }

  private static String wholeLines(String text) {
    int end = text.lastIndexOf('\n') + 1;
    // Where bytes were no UTF-8, the text does not tell how many they were.
    boolean measurable = text.indexOf('\uFFFD') < 0;
    return measurable && (end > 0 || text.length() < MAX_LINE) ? text.substring(0, end) : text;
  }

  private LogEvent end(String message) {
    ended = true;
    return new LogEvent.End(wanted.job(), status().orElse(null), message);
  }
}
