package io.switchyard.adapters.connect;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import io.switchyard.domain.cluster.ServerAddress;
import io.switchyard.domain.cluster.ServerToken;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A connection to one server for a call or two; such calls are too rare to keep one. */
final class ServerCalls implements AutoCloseable {

  private static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

  private final ManagedChannel connection;
  private final Channel channel;
  private final Duration limit;

  private ServerCalls(ManagedChannel connection, Channel channel, Duration limit) {
    this.connection = connection;
    this.channel = channel;
    this.limit = limit;
  }

  /**
   * @param token null for a server that asks for none
   * @param limit how long a call may take
   */
  static ServerCalls to(ServerAddress address, @Nullable ServerToken token, Duration limit) {
    ManagedChannel connection =
        NettyChannelBuilder.forAddress(address.host(), address.port()).usePlaintext().build();
    Metadata headers = new Metadata();
    if (token != null) {
      headers.put(AUTHORIZATION, "Bearer " + token.value());
    }
    return new ServerCalls(
        connection,
        ClientInterceptors.intercept(
            connection, MetadataUtils.newAttachHeadersInterceptor(headers)),
        limit);
  }

  /**
   * Calls a method of Spark Connect that takes one message and gives one.
   *
   * @throws StatusRuntimeException if it does not answer so
   */
  void call(String method, byte[] request) {
    ClientCalls.blockingUnaryCall(
        channel,
        MethodDescriptor.<byte[], byte[]>newBuilder()
            .setType(MethodType.UNARY)
            .setFullMethodName("spark.connect.SparkConnectService/" + method)
            .setRequestMarshaller(Bytes.INSTANCE)
            .setResponseMarshaller(Bytes.INSTANCE)
            .build(),
        CallOptions.DEFAULT.withDeadlineAfter(limit.toMillis(), TimeUnit.MILLISECONDS),
        request);
  }

  @Override
  public void close() {
    connection.shutdownNow();
  }
}
