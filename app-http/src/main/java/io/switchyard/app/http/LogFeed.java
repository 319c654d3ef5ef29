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
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What one follower of a log is told next, as server-sent events. Not safe for several threads.
 *
 * <p>An event {@code log} is whole lines; its id says where to read on, and sent back as {@code
 * Last-Event-ID} it resumes there. When a job is tried again, the log of the new attempt follows
 * that of the one before, from its beginning. The last event is {@code end}.
 */
final class LogFeed implements Feed {

  /** Proxies and clients give up on connections that are silent for longer than this or so. */
  static final Duration HEARTBEAT = Duration.ofSeconds(10);

  /** A line longer than this is sent in pieces. */
  private static final int MAX_LINE = 64 * 1024;

  /** After an end, how often a log that cannot be read is tried before the feed ends without it. */
  private static final int TRIES_AFTER_END = 5;

  /** Whose log, from where, for whom. */
  record Wanted(JobId job, LogQuery query, Caller caller) {}

  private final GetJob getJob;
  private final ReadJobLogs readLogs;
  private final InstantSource clock;
  private final Wanted wanted;
  private LogQuery next;
  private @Nullable ExecutionId execution;
  private Instant spoke;
  private int failures;
  private boolean ended;

  LogFeed(
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

  @Override
  public boolean ended() {
    return ended;
  }

  @Override
  public byte[] next() {
    String said = read();
    Instant now = clock.instant();
    if (said.isEmpty() && !now.isBefore(spoke.plus(HEARTBEAT))) {
      said = ": waiting for more\n\n";
    }
    if (!said.isEmpty()) {
      spoke = now;
    }
    return said.getBytes(UTF_8);
  }

  private String read() {
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
      return failures == 1 ? ": the log cannot be read now; trying again\n\n" : "";
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

  private String afterUnreadable() {
    Integer attempt = next.attempt();
    return status()
        .flatMap(
            job ->
                job.executions().stream()
                    .filter(e -> attempt == null ? e.equals(job.current()) : e.attempt() == attempt)
                    .findFirst())
        .filter(Execution::ended)
        .map(unread -> after(unread.attempt(), "the rest of the log cannot be read now"))
        .orElse("");
  }

  /** What comes after the log of an attempt: that of the next, the end, or a wait for either. */
  private String after(int attempt, String message) {
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
    return job.map(Job::status).filter(JobStatus::terminal).isPresent() ? end(message) : "";
  }

  /** The job is tried again: offsets of the log before mean nothing in this one. */
  private String begin(ExecutionId id, int attempt) {
    execution = id;
    failures = 0;
    next = from(attempt, 0);
    return event("attempt", null, json(Map.of("execution_id", id.value(), "attempt", attempt)));
  }

  private Optional<Job> status() {
    try {
      return getJob.get(wanted.job(), wanted.caller());
    } catch (TargetFailure failure) {
      return Optional.empty();
    }
  }

  private String tell(LogSlice slice) {
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
    String log =
        text.isEmpty() ? "" : event("log", execution + ":" + offset, withoutLastNewline(text));
    return slice.complete() ? log + after(slice.attempt(), "") : log;
  }

  private static String wholeLines(String text) {
    int end = text.lastIndexOf('\n') + 1;
    // Where bytes were no UTF-8, the text does not tell how many they were.
    boolean measurable = text.indexOf('\uFFFD') < 0;
    return measurable && (end > 0 || text.length() < MAX_LINE) ? text.substring(0, end) : text;
  }

  private static String withoutLastNewline(String text) {
    return text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
  }

  private String end(String message) {
    ended = true;
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("job_id", wanted.job().value());
    status()
        .ifPresent(
            job -> {
              body.put("execution_id", job.current().id().value());
              body.put("status", job.status().name());
            });
    if (!message.isEmpty()) {
      body.put("message", message);
    }
    return event("end", null, json(body));
  }

  private static String json(Map<String, ?> body) {
    return new String(Json.write(body), UTF_8);
  }

  private static String event(String name, @Nullable String id, String data) {
    StringBuilder event = new StringBuilder(data.length() + 64);
    if (id != null) {
      event.append("id: ").append(id).append('\n');
    }
    event.append("event: ").append(name).append('\n');
    // A carriage return ends a line in this format, too.
    for (String line : data.split("\r\n|\r|\n", -1)) {
      event.append("data: ").append(line).append('\n');
    }
    return event.append('\n').toString();
  }
}
