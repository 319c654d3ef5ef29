package io.switchyard.ports.job;

import io.switchyard.domain.input.InvalidValue;
import org.jspecify.annotations.Nullable;

/**
 * Which piece of a driver's log to read.
 *
 * @param offset where to begin, in bytes, 0 or more; null to begin at {@code tailLines}, or at 0
 * @param tailLines begin that many lines before the end, 1 to {@value #MAX_LINES}; null for none
 * @param attempt of which attempt, 1 or more; null for the newest
 */
public record LogQuery(
    LogStream stream,
    @Nullable Long offset,
    @Nullable Integer tailLines,
    @Nullable Integer attempt) {

  public static final int MAX_LINES = 10_000;

  /** Of the newest attempt. */
  public LogQuery(LogStream stream, @Nullable Long offset, @Nullable Integer tailLines) {
    this(stream, offset, tailLines, null);
  }

  public LogQuery {
    if (offset != null && offset < 0) {
      throw InvalidValue.at("offset", "" + offset, "is negative", "offsets count from 0");
    }
    if (tailLines != null && (tailLines < 1 || tailLines > MAX_LINES)) {
      throw InvalidValue.at("tail_lines", "" + tailLines, "is outside 1 to " + MAX_LINES, "");
    }
    if (attempt != null && attempt < 1) {
      throw InvalidValue.at("attempt", "" + attempt, "is below 1", "attempts count from 1");
    }
    if (offset != null && tailLines != null) {
      throw InvalidValue.at(
          "tail_lines", "" + tailLines, "does not go with offset", "give one of the two");
    }
  }
}
