package io.switchyard.app;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.HandlerRegistry;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerMethodDefinition;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.ServerCalls;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** A server with the methods of Spark Connect that answers every message with itself. */
final class FakeSpark implements AutoCloseable {

  private static final String SERVICE = "spark.connect.SparkConnectService/";
  private static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

  private static final Metadata.Key<String> TRACE =
      Metadata.Key.of("traceparent", Metadata.ASCII_STRING_MARSHALLER);

  private static final MethodDescriptor.Marshaller<byte[]> BYTES =
      new MethodDescriptor.Marshaller<>() {
        @Override
        public InputStream stream(byte[] value) {
          return new ByteArrayInputStream(value);
        }

        @Override
        public byte[] parse(InputStream stream) {
          try {
            return stream.readAllBytes();
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        }
      };

  /** The traces that calls came with. */
  final List<String> traces = new CopyOnWriteArrayList<>();

  /** The credentials that calls came with. */
  final List<String> credentials = new CopyOnWriteArrayList<>();

  private final Server server;

  FakeSpark() throws IOException {
    server =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .fallbackHandlerRegistry(
                new HandlerRegistry() {
                  @Override
                  public ServerMethodDefinition<?, ?> lookupMethod(String name, String authority) {
                    return ServerMethodDefinition.create(method(name), FakeSpark.this::begin);
                  }
                })
            .build()
            .start();
  }

  private ServerCall.Listener<byte[]> begin(ServerCall<byte[], byte[]> call, Metadata headers) {
    credentials.add(String.valueOf(headers.get(AUTHORIZATION)));
    traces.add(String.valueOf(headers.get(TRACE)));
    return ServerCalls.<byte[], byte[]>asyncUnaryCall(
            (request, answer) -> {
              answer.onNext(request);
              answer.onCompleted();
            })
        .startCall(call, headers);
  }

  private static MethodDescriptor<byte[], byte[]> method(String name) {
    return MethodDescriptor.<byte[], byte[]>newBuilder()
        .setType(MethodType.UNARY)
        .setFullMethodName(name)
        .setRequestMarshaller(BYTES)
        .setResponseMarshaller(BYTES)
        .build();
  }

  int port() {
    return server.getPort();
  }

  /**
   * Calls a method as a client does, who says that it is mallory.
   *
   * @param headers names and values
   * @return the request as it reached the server
   */
  static String call(Channel channel, String method, String session, String... headers) {
    Metadata metadata = new Metadata();
    for (int i = 0; i < headers.length; i += 2) {
      metadata.put(Metadata.Key.of(headers[i], Metadata.ASCII_STRING_MARSHALLER), headers[i + 1]);
    }
    byte[] answer =
        ClientCalls.blockingUnaryCall(
            ClientInterceptors.intercept(
                channel, MetadataUtils.newAttachHeadersInterceptor(metadata)),
            method(SERVICE + method),
            CallOptions.DEFAULT.withDeadlineAfter(20, TimeUnit.SECONDS),
            request(session));
    return new String(answer, StandardCharsets.UTF_8);
  }

  private static byte[] request(String session) {
    byte[] user = field(1, "mallory".getBytes(StandardCharsets.UTF_8));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(field(1, session.getBytes(StandardCharsets.UTF_8)));
    out.writeBytes(field(2, user));
    return out.toByteArray();
  }

  private static byte[] field(int number, byte[] value) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(number << 3 | 2);
    out.write(value.length);
    out.writeBytes(value);
    return out.toByteArray();
  }

  @Override
  public void close() {
    server.shutdownNow();
  }
}
