package io.switchyard.adapters.connect;

import io.grpc.CallOptions;
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
import io.switchyard.ports.cluster.ConnectProbe;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks a server for its version of Spark, as every client does first. The server makes a session
 * for whoever asks, so that one is released afterwards; servers before 4.0 cannot, and drop it when
 * it was idle for an hour.
 */
public final class SparkConnectProbe implements ConnectProbe {

  private static final Logger LOG = LoggerFactory.getLogger(SparkConnectProbe.class);

  private static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

  private static final MethodDescriptor<byte[], byte[]> ANALYZE = method("AnalyzePlan");
  private static final MethodDescriptor<byte[], byte[]> RELEASE = method("ReleaseSession");

  private final Supplier<String> sessionIds;
  private final Duration limit;

  /**
   * @param sessionIds a new UUID at each call, as Spark wants sessions to be named
   * @param limit how long a call may take
   */
  public SparkConnectProbe(Supplier<String> sessionIds, Duration limit) {
    this.sessionIds = sessionIds;
    this.limit = limit;
  }

  private static MethodDescriptor<byte[], byte[]> method(String name) {
    return MethodDescriptor.<byte[], byte[]>newBuilder()
        .setType(MethodType.UNARY)
        .setFullMethodName("spark.connect.SparkConnectService/" + name)
        .setRequestMarshaller(Bytes.INSTANCE)
        .setResponseMarshaller(Bytes.INSTANCE)
        .build();
  }

  @Override
  public boolean answers(ServerAddress address, ServerToken token) {
    ManagedChannel channel =
        NettyChannelBuilder.forAddress(address.host(), address.port()).usePlaintext().build();
    String session = sessionIds.get();
    try {
      call(channel, ANALYZE, ConnectMessages.askVersion(session), token);
      release(channel, session, token);
      return true;
    } catch (StatusRuntimeException e) {
      LOG.atDebug()
          .addKeyValue("address", address)
          .addKeyValue("status", e.getStatus())
          .log("server does not answer yet");
      return false;
    } finally {
      channel.shutdownNow();
    }
  }

  private void release(ManagedChannel channel, String session, ServerToken token) {
    try {
      call(channel, RELEASE, ConnectMessages.release(session), token);
    } catch (StatusRuntimeException e) {
      LOG.atDebug().addKeyValue("status", e.getStatus()).log("session of a probe stays");
    }
  }

  private void call(
      ManagedChannel channel,
      MethodDescriptor<byte[], byte[]> method,
      byte[] request,
      ServerToken token) {
    Metadata headers = new Metadata();
    headers.put(AUTHORIZATION, "Bearer " + token.value());
    ClientCalls.blockingUnaryCall(
        ClientInterceptors.intercept(channel, MetadataUtils.newAttachHeadersInterceptor(headers)),
        method,
        CallOptions.DEFAULT.withDeadlineAfter(limit.toMillis(), TimeUnit.MILLISECONDS),
        request);
  }
}
