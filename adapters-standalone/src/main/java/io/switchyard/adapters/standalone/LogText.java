package io.switchyard.adapters.standalone;

import io.switchyard.ports.job.LogPage;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a worker's answer to a question for a piece of a log: a line {@code ==== Bytes a-b of total
 * of path ====} and then the piece.
 *
 * <p>The worker decodes the piece as text and encodes it again, so that characters cut at the ends
 * of the piece, and bytes that are no characters, arrive as replacement characters and not as what
 * they were. Cut ends are left to the next piece; within, one {@code ?} stands for what is lost.
 */
final class LogText {

  private static final Pattern HEADER =
      Pattern.compile("==== Bytes (\\d+)-(\\d+) of (\\d+) of .*====");
  private static final char REPLACEMENT = '\uFFFD';

  private LogText() {}

  /** The page in {@code answer}; empty if there is none. */
  static Optional<LogPage> read(byte[] answer) {
    int end = 0;
    while (end < answer.length && answer[end] != '\n') {
      end++;
    }
    Matcher header = HEADER.matcher(new String(answer, 0, end, StandardCharsets.UTF_8));
    if (!header.matches()) {
      return Optional.empty();
    }
    long from = Long.parseLong(header.group(1));
    int length = (int) (Long.parseLong(header.group(2)) - from);
    long size = Long.parseLong(header.group(3));
    byte[] piece = Arrays.copyOfRange(answer, Math.min(end + 1, answer.length), answer.length);
    return Optional.of(
        piece.length == length ? exact(from, size, piece) : mended(from, length, size, piece));
  }

  /** Three bytes of a cut character of four become a replacement character of three. */
  private static LogPage exact(long from, long size, byte[] piece) {
    int length = piece.length;
    boolean cut =
        length > 3
            && from + length < size
            && piece[length - 3] == (byte) 0xEF
            && piece[length - 2] == (byte) 0xBF
            && piece[length - 1] == (byte) 0xBD;
    return new LogPage(from, cut ? Arrays.copyOf(piece, length - 3) : piece, size);
  }

  private static LogPage mended(long from, int length, long size, byte[] piece) {
    String text = new String(piece, StandardCharsets.UTF_8);
    int begin = 0;
    while (begin < 3 && begin < text.length() && text.charAt(begin) == REPLACEMENT) {
      begin++;
    }
    int end = text.length();
    if (end > begin && text.charAt(end - 1) == REPLACEMENT) {
      end--;
    }
    byte[] whole = text.substring(begin, end).getBytes(StandardCharsets.UTF_8);
    int cut = length - begin - whole.length;
    // At the front one character came for each byte; at the end one for 1 to 3 of them.
    boolean onlyEndsCut =
        whole.length > 0 && (end < text.length() ? cut >= 1 && cut <= 3 : cut == 0);
    return onlyEndsCut
        ? new LogPage(from + begin, whole, size)
        : new LogPage(from, inBytes(text, length), size);
  }

  /** As many bytes as the log has, so that offsets stay true. */
  private static byte[] inBytes(String text, int length) {
    byte[] readable = text.replace(REPLACEMENT, '?').getBytes(StandardCharsets.UTF_8);
    byte[] page = Arrays.copyOf(readable, length);
    if (readable.length < length) {
      Arrays.fill(page, readable.length, length, (byte) '?');
    }
    return page;
  }
}
