package io.switchyard.app.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.switchyard.app.http.LogSource.Run;
import io.switchyard.app.http.LogSource.Standing;
import io.switchyard.domain.job.ExecutionId;
import io.switchyard.ports.TargetFailure;
import io.switchyard.ports.job.LogQuery;
import io.switchyard.ports.job.LogSlice;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What one follower of a log is told next. Not safe for several threads. When a job is tried again,
 * or a cluster gets another server, the log of the new driver follows that of the one before, from
 * its beginning.
 */
public final class LogFeed {

  /** Proxies and clients give up on connections that are silent for longer than this or so. */
  static final Duration HEARTBEAT = Duration.ofSeconds(10);

  /** A line longer than this is sent in pieces. */
  private static final int MAX_LINE = 64 * 1024;

  /** After an end, how often a log that cannot be read is tried before the feed ends without it. */
  private static final int TRIES_AFTER_END = 5;

  private final LogSource source;
  private final LogQuery wanted;
  private final InstantSource clock;
  private LogQuery next;
  private @Nullable ExecutionId execution;
  private Instant spoke;
  private int failures;
  private boolean ended;

  /**
   * @param wanted from where
   * @param lastEventId where an earlier feed was left, as its events told; null to begin
   */
  public LogFeed(
      LogSource source, LogQuery wanted, InstantSource clock, @Nullable String lastEventId) {
    this.source = source;
    this.wanted = wanted;
    this.clock = clock;
    this.spoke = Instant.EPOCH;
    this.next = wanted;
    resume(lastEventId);
  }

  private void resume(@Nullable String lastEventId) {
    String[] parts = lastEventId == null ? new String[0] : lastEventId.split(":", -1);
    if (parts.length == 2 && parts[1].matches("\\d{1,18}")) {
      execution = new ExecutionId(parts[0]);
      next = from(wanted.attempt(), Long.parseLong(parts[1]));
    }
  }

  private LogQuery from(@Nullable Integer attempt, long offset) {
    return new LogQuery(wanted.stream(), offset, null, attempt);
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
      Optional<LogSlice> slice = source.read(next);
      failures = 0;
      return slice.map(this::tell).orElseGet(() -> end("the " + source.what() + " is gone"));
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

  /** Finds the driver whose log the client had come to when it was here before. */
  private void locate() {
    Long offset = next.offset();
    if (execution != null && offset != null && next.attempt() == null) {
      source.standing().stream()
          .flatMap(now -> now.runs().stream())
          .filter(known -> known.id().equals(execution))
          .findFirst()
          .ifPresent(known -> next = from(known.number(), offset));
    }
  }

  private List<LogEvent> afterUnreadable() {
    Integer number = next.attempt();
    return standing()
        .flatMap(
            now ->
                now.runs().stream()
                    .filter(r -> number == null ? r.equals(now.newest()) : r.number() == number)
                    .findFirst())
        .filter(Run::ended)
        .map(unread -> after(unread.number(), "the rest of the log cannot be read now"))
        .orElse(List.of());
  }

  /** What comes after the log of a driver: that of the next, the end, or a wait for either. */
  private List<LogEvent> after(int number, String message) {
    if (wanted.attempt() != null) {
      return end(message);
    }
    Optional<Standing> now = standing();
    Optional<Run> following =
        now.stream()
            .flatMap(found -> found.runs().stream())
            .filter(other -> other.number() > number)
            .findFirst();
    if (following.isPresent()) {
      return begin(following.get().id(), following.get().number());
    }
    return now.filter(Standing::over).isPresent() ? end(message) : List.of();
  }

  /** Another driver follows: offsets of the log before mean nothing in its log. */
  private List<LogEvent> begin(ExecutionId id, int number) {
    execution = id;
    failures = 0;
    next = from(number, 0);
    return List.of(new LogEvent.Next(id, source.run(), number));
  }

  private Optional<Standing> standing() {
    try {
      return source.standing();
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
    Map<String, Object> told = standing().map(Standing::told).orElseGet(source::named);
    return List.of(new LogEvent.End(told, message));
  }
}
