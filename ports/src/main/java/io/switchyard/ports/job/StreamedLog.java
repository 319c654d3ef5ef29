package io.switchyard.ports.job;

import java.io.IOException;
import java.io.InputStream;

/**
 * A log that can only be read from its begin to its end, once. Reads all of it, for its size, and
 * keeps no more than the piece. Does not close it.
 */
public record StreamedLog(InputStream log) {

  private static final int BUFFER = 64 * 1024;

  /** The piece at an offset; past the end an empty one at the end. */
  public LogPage read(long offset, int maxBytes) throws IOException {
    long before = skip(offset);
    byte[] piece = before < offset ? new byte[0] : log.readNBytes(maxBytes);
    return new LogPage(before, piece, before + piece.length + skip(Long.MAX_VALUE));
  }

  /** The last piece; all of it if it is not longer. */
  public LogPage tail(int maxBytes) throws IOException {
    byte[] ring = new byte[maxBytes];
    byte[] buffer = new byte[BUFFER];
    long size = 0;
    for (int read = log.read(buffer); read >= 0; read = log.read(buffer)) {
      for (int i = 0; i < read; i++) {
        ring[(int) (size++ % maxBytes)] = buffer[i];
      }
    }
    byte[] piece = new byte[(int) Math.min(size, maxBytes)];
    for (int i = 0; i < piece.length; i++) {
      piece[i] = ring[(int) ((size - piece.length + i) % maxBytes)];
    }
    return new LogPage(size - piece.length, piece, size);
  }

  private long skip(long bytes) throws IOException {
    byte[] buffer = new byte[BUFFER];
    long skipped = 0;
    while (skipped < bytes) {
      int read = log.read(buffer, 0, (int) Math.min(BUFFER, bytes - skipped));
      if (read < 0) {
        break;
      }
      skipped += read;
    }
    return skipped;
  }
}
