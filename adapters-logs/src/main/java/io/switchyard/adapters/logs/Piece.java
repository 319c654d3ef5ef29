package io.switchyard.adapters.logs;

import io.switchyard.ports.job.LogStream;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One piece of a log: a gzip file of its own, whose name says what it holds.
 *
 * @param offset where it begins in the log
 * @param length its bytes before compression, 1 or more
 */
record Piece(LogStream stream, long offset, int length) {

  /** What is decompressed at once, before compression. */
  static final int MOST = 1024 * 1024;

  /** In the order of the log; of those that begin alike, the longest first. */
  static final Comparator<Piece> ORDER =
      Comparator.comparing(Piece::stream)
          .thenComparing(Piece::offset)
          .thenComparing(Comparator.comparing(Piece::length).reversed());

  private static final Pattern NAME =
      Pattern.compile("(stdout|stderr)-(\\d{1,18})-(\\d{1,9})\\.log\\.gz");

  static Optional<Piece> named(String name) {
    Matcher m = NAME.matcher(name);
    return m.matches()
        ? Optional.of(
            new Piece(
                LogStream.valueOf(m.group(1).toUpperCase(Locale.ROOT)),
                Long.parseLong(m.group(2)),
                Integer.parseInt(m.group(3))))
        : Optional.empty();
  }

  /** Names sort as their pieces do, so that {@code zcat} of them all is the log. */
  String name() {
    String word = stream.name().toLowerCase(Locale.ROOT);
    return String.format(Locale.ROOT, "%s-%013d-%d.log.gz", word, offset, length);
  }

  long end() {
    return offset + length;
  }
}
