package io.switchyard.benchmarks.gateway;

import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/** Answers at once, so that what is measured is what stands before it. */
final class MinimalServer {

  /** As Spark cuts a result. */
  private static final byte[] BATCH = new byte[1_070_000];

  private static final byte[] SHORT = new byte[60];

  private MinimalServer() {}

  /** Serves until its standard input ends; prints its port. */
  static void main() throws IOException {
    Server server =
        NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", 0))
            .directExecutor()
            .maxConcurrentCallsPerConnection(10_000)
            .addService(
                ServerServiceDefinition.builder("spark.connect.SparkConnectService")
                    .addMethod(Raw.UNARY_SERVED, unary())
                    .addMethod(Raw.BULK_SERVED, bulk())
                    .build())
            .build()
            .start();
    System.out.println(server.getPort());
    while (System.in.read() >= 0) {
      // Until whoever started it is gone.
    }
    server.shutdownNow();
  }

  private static ServerCallHandler<byte[], byte[]> unary() {
    return (call, headers) -> {
      call.request(2);
      return new ServerCall.Listener<>() {
        @Override
        public void onHalfClose() {
          call.sendHeaders(new Metadata());
          call.sendMessage(SHORT);
          call.close(Status.OK, new Metadata());
        }
      };
    };
  }

  /** As many batches as the last four bytes of the request say. */
  private static ServerCallHandler<byte[], byte[]> bulk() {
    return (call, headers) -> {
      call.request(2);
      return new ServerCall.Listener<>() {
        private int left;

        @Override
        public void onMessage(byte[] message) {
          left = asked(message);
        }

        @Override
        public void onHalfClose() {
          call.sendHeaders(new Metadata());
          send();
        }

        @Override
        public void onReady() {
          send();
        }

        private void send() {
          while (left > 0 && call.isReady()) {
            left--;
            call.sendMessage(BATCH);
            if (left == 0) {
              call.close(Status.OK, new Metadata());
            }
          }
        }
      };
    };
  }

  /** The count stands at the end of what the client wrote, before what a gateway appends. */
  private static int asked(byte[] message) {
    int at = Raw.request(4, new byte[Integer.BYTES]).length - Integer.BYTES;
    return ByteBuffer.wrap(message).getInt(at);
  }
}
