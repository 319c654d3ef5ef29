package io.switchyard.gateway;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Stream;

/** {@code grpc.health.v1.Health/Check} of the gateway itself, whatever service it is asked of. */
final class Health {

  private static final String SERVICE = "/grpc.health.v1.Health/";
  private static final int SERVING = 1;
  private static final int NOT_SERVING = 2;

  private Health() {}

  static boolean isFor(String path) {
    return path.startsWith(SERVICE);
  }

  static void answer(ClientPeer client, Http2Stream stream, String path, boolean serving) {
    if (!path.equals(SERVICE + "Check")) {
      Status unknown = Status.of(Status.UNIMPLEMENTED, "there is no " + path + " here");
      client.writeHeaders(stream, unknown.trailersOnly(), true);
      return;
    }
    byte[] message = {0, 0, 0, 0, 2, 1 << 3, (byte) (serving ? SERVING : NOT_SERVING)};
    Http2Headers head =
        new DefaultHttp2Headers().status("200").add("content-type", "application/grpc");
    client.writeHeaders(stream, head, false);
    client.writeData(stream, Unpooled.wrappedBuffer(message), false, client.ctx().newPromise());
    client.writeHeaders(stream, Status.of(Status.OK, "").trailers(), true);
  }
}
