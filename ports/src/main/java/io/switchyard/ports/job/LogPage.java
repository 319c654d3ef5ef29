package io.switchyard.ports.job;

/**
 * A piece of one stream.
 *
 * @param offset where the piece begins, in bytes from the start of the stream
 * @param bytes the piece; empty at the end of what there is so far
 * @param size how long the stream is so far, in bytes; 0 if it does not exist yet
 */
public record LogPage(long offset, byte[] bytes, long size) {

  public static final LogPage NONE = new LogPage(0, new byte[0], 0);

  public LogPage {
    bytes = bytes.clone();
  }

  @Override
  public byte[] bytes() {
    return bytes.clone();
  }

  /** Where to read on. */
  public long nextOffset() {
    return offset + bytes.length;
  }
}
