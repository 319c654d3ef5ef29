package io.switchyard.benchmarks.gateway;

import io.grpc.MethodDescriptor;
import java.nio.ByteBuffer;

/** What clients ask: one thing with a short answer, and one with a long one. */
record Questions(
    MethodDescriptor<byte[], Integer> shortMethod,
    byte[] shortRequest,
    MethodDescriptor<byte[], Integer> longMethod,
    byte[] longRequest) {

  private static final int BATCHES = 40;
  private static final int ROW_BYTES = 16;

  /** A call as a client makes for each megabyte of a result, and {@value #BATCHES} messages. */
  static Questions ofMinimalServer() {
    byte[] bulk = Raw.request(4, new byte[Integer.BYTES]);
    ByteBuffer.wrap(bulk).putInt(bulk.length - Integer.BYTES, BATCHES);
    return new Questions(Raw.UNARY, Raw.request(4, new byte[20]), Raw.BULK, bulk);
  }

  /** A query of one row, and one of so many megabytes. */
  static Questions ofSpark(int megabytes) {
    long rows = megabytes * 1_000_000L / ROW_BYTES;
    return new Questions(
        Raw.BULK,
        Raw.query("select 1"),
        Raw.BULK,
        Raw.query("select id, id * 7 other from range(0, " + rows + ", 1, 32)"));
  }
}
