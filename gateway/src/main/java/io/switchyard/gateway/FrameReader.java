package io.switchyard.gateway;

import static io.netty.handler.codec.http2.Http2Error.FRAME_SIZE_ERROR;
import static io.netty.handler.codec.http2.Http2Error.PROTOCOL_ERROR;
import static io.netty.handler.codec.http2.Http2Exception.connectionError;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.DefaultHttp2FrameReader;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2CodecUtil;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Flags;
import io.netty.handler.codec.http2.Http2FrameListener;
import io.netty.handler.codec.http2.Http2FrameReader;
import io.netty.handler.codec.http2.Http2FrameSizePolicy;
import io.netty.handler.codec.http2.Http2FrameTypes;

/**
 * Reads frames as Netty does, but for DATA, of which every byte is told as it comes: a frame of 64
 * KB does not wait for its end. Counts CONTINUATION frames, which Netty bounds only by their bytes
 * and when they are small.
 */
final class FrameReader
    implements Http2FrameReader, Http2FrameReader.Configuration, Http2FrameSizePolicy {

  private static final int HEAD = Http2CodecUtil.FRAME_HEADER_LENGTH;
  private static final int CONTINUATIONS = 96;

  private final DefaultHttp2FrameReader others;
  private boolean inHeaders;
  private int headers;
  private long frames;
  private int continuations;
  private boolean failed;

  private boolean inData;
  private int stream;
  private boolean last;
  private boolean padded;
  private int padding;
  private int left;

  /**
   * @param maxHeaders bytes of headers, as HTTP/2 counts them
   */
  FrameReader(long maxHeaders) {
    this.others =
        new DefaultHttp2FrameReader(new DefaultHttp2HeadersDecoder(true, true, maxHeaders));
  }

  @Override
  public void readFrame(ChannelHandlerContext ctx, ByteBuf input, Http2FrameListener listener)
      throws Http2Exception {
    if (failed) {
      input.skipBytes(input.readableBytes());
      return;
    }
    try {
      while (readSome(ctx, input, listener)) {
        // There may be more.
      }
    } catch (Http2Exception e) {
      failed = !Http2Exception.isStreamError(e);
      throw e;
    }
  }

  private boolean readSome(ChannelHandlerContext ctx, ByteBuf input, Http2FrameListener listener)
      throws Http2Exception {
    if (inData) {
      return readData(ctx, input, listener);
    }
    if (input.readableBytes() < HEAD) {
      return false;
    }
    int start = input.readerIndex();
    int length = input.getUnsignedMedium(start);
    byte type = input.getByte(start + 3);
    if (length > others.maxFrameSize()) {
      throw connectionError(FRAME_SIZE_ERROR, "a frame of %d bytes", length);
    }
    if (type == Http2FrameTypes.DATA) {
      beginData(input, length);
      return true;
    }
    if (input.readableBytes() < HEAD + length) {
      return false;
    }
    order(type, length, new Http2Flags(input.getUnsignedByte(start + 4)));
    frames += inHeaders ? 0 : 1;
    others.readFrame(ctx, input.readSlice(HEAD + length), listener);
    return true;
  }

  /** How many frames were read whole, as far as they are not kept for another one. */
  long frames() {
    return frames;
  }

  /** Bytes that are kept of headers of which more has to come. */
  int headersBegun() {
    return inHeaders ? headers : 0;
  }

  private void order(byte type, int length, Http2Flags flags) throws Http2Exception {
    if (type == Http2FrameTypes.HEADERS) {
      inHeaders = !flags.endOfHeaders();
      headers = length;
      continuations = 0;
    } else if (type == Http2FrameTypes.CONTINUATION) {
      inHeaders = !flags.endOfHeaders();
      headers += length;
      if (++continuations > CONTINUATIONS) {
        throw connectionError(
            io.netty.handler.codec.http2.Http2Error.ENHANCE_YOUR_CALM, "too many CONTINUATIONs");
      }
    }
  }

  private void beginData(ByteBuf input, int length) throws Http2Exception {
    if (inHeaders) {
      throw connectionError(PROTOCOL_ERROR, "DATA amid headers");
    }
    frames++;
    input.skipBytes(4);
    Http2Flags flags = new Http2Flags(input.readUnsignedByte());
    stream = input.readInt() & Integer.MAX_VALUE;
    if (stream == 0) {
      throw connectionError(PROTOCOL_ERROR, "DATA of no stream");
    }
    last = flags.endOfStream();
    padded = flags.paddingPresent();
    if (padded && length == 0) {
      throw connectionError(FRAME_SIZE_ERROR, "padding in an empty frame");
    }
    left = length;
    padding = 0;
    inData = true;
  }

  /** Tells of the bytes that are there; of padding. */
  private boolean readData(ChannelHandlerContext ctx, ByteBuf input, Http2FrameListener listener)
      throws Http2Exception {
    if (padded) {
      // Rare: wait for all of it.
      return readPadded(ctx, input, listener);
    }
    int here = Math.min(left, input.readableBytes());
    if (here == 0 && left > 0) {
      return false;
    }
    left -= here;
    boolean end = left == 0;
    inData = !end;
    listener.onDataRead(ctx, stream, input.readSlice(here), 0, end && last);
    return end || input.isReadable();
  }

  private boolean readPadded(ChannelHandlerContext ctx, ByteBuf input, Http2FrameListener listener)
      throws Http2Exception {
    if (input.readableBytes() < left) {
      return false;
    }
    inData = false;
    padding = input.readUnsignedByte() + 1;
    if (padding > left) {
      throw connectionError(PROTOCOL_ERROR, "more padding than frame");
    }
    ByteBuf data = input.readSlice(left - padding);
    input.skipBytes(padding - 1);
    listener.onDataRead(ctx, stream, data, padding, last);
    return true;
  }

  @Override
  public Configuration configuration() {
    return this;
  }

  @Override
  public io.netty.handler.codec.http2.Http2HeadersDecoder.Configuration headersConfiguration() {
    return others.headersConfiguration();
  }

  @Override
  public Http2FrameSizePolicy frameSizePolicy() {
    return this;
  }

  @Override
  public void maxFrameSize(int max) throws Http2Exception {
    others.maxFrameSize(max);
  }

  @Override
  public int maxFrameSize() {
    return others.maxFrameSize();
  }

  @Override
  public void close() {
    others.close();
  }
}
