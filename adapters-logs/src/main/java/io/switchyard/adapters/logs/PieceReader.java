package io.switchyard.adapters.logs;

import io.switchyard.ports.job.LogGap;
import io.switchyard.ports.job.LogPage;
import io.switchyard.ports.job.LogStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;

/** Reads pages of one stream from its pieces; opens only the pieces that a page needs. */
final class PieceReader {

  private final LogFolder folder;
  private final List<Piece> pieces;
  private final long size;

  PieceReader(LogFolder folder, List<Piece> index, LogStream stream, long size) {
    this.folder = folder;
    this.pieces = index.stream().filter(piece -> piece.stream() == stream).toList();
    this.size = size;
  }

  /** Some bytes of the log and where they begin, at or after what was asked for. */
  private record Part(long offset, byte[] bytes) {

    Part from(long at) {
      int skipped = (int) Math.max(0, at - offset);
      byte[] rest = new byte[bytes.length - skipped];
      System.arraycopy(bytes, skipped, rest, 0, rest.length);
      return new Part(offset + skipped, rest);
    }
  }

  LogPage read(long offset, int maxBytes) throws IOException {
    if (offset >= size) {
      return new LogPage(size, new byte[0], size);
    }
    Part part = part(offset);
    long begin = part.offset();
    var bytes = new ByteArrayOutputStream();
    // Past a gap a new page begins.
    while (part.offset() == begin + bytes.size()) {
      bytes.write(part.bytes(), 0, Math.min(part.bytes().length, maxBytes - bytes.size()));
      long next = begin + bytes.size();
      if (bytes.size() == maxBytes || next >= size) {
        break;
      }
      part = part(next);
    }
    return new LogPage(begin, bytes.toByteArray(), size);
  }

  /** What begins at {@code at}, which is before the end: the rest of a piece, or of a marker. */
  private Part part(long at) throws IOException {
    long end = 0;
    for (Piece piece : pieces) {
      if (at < piece.offset()) {
        LogPage marker = new LogGap(end, piece.offset()).marker();
        return new Part(marker.offset(), marker.bytes()).from(at);
      } else if (at < piece.end()) {
        return new Part(piece.offset(), folder.read(piece)).from(at);
      }
      end = Math.max(end, piece.end());
    }
    throw new IOException("no piece of the log is at " + at + " of " + size + " bytes");
  }
}
