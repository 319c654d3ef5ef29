package io.switchyard.ports.job;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A range of a log that was not kept.
 *
 * @param from the first byte that is missing
 * @param to the first byte after those
 */
public record LogGap(long from, long to) {

  public LogGap {
    if (from < 0 || to <= from) {
      throw new IllegalArgumentException("gap from " + from + " to " + to);
    }
  }

  public long length() {
    return to - from;
  }

  /**
   * What is read instead: a line of its own, {@code [switchyard] 1234 bytes of this log were not
   * kept}, which ends where the gap ends. In a gap too short for it, the end of that line.
   */
  public LogPage marker() {
    String line = "\n[switchyard] " + length() + " bytes of this log were not kept\n";
    byte[] bytes = line.getBytes(StandardCharsets.US_ASCII);
    int shown = (int) Math.min(bytes.length, length());
    byte[] end = Arrays.copyOfRange(bytes, bytes.length - shown, bytes.length);
    return new LogPage(to - shown, end, to);
  }
}
