package io.switchyard.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.CallOptions;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import io.switchyard.gateway.GatewayConfig.Times;
import java.io.IOException;
import java.time.Duration;
import java.util.Iterator;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** A server, the gateway before it, and a stock client. */
final class Rig implements AutoCloseable {

  /** So that a test may wait for a limit. */
  static final Times QUICK =
      new Times(
          Duration.ofSeconds(4),
          Duration.ofSeconds(1),
          Duration.ofSeconds(2),
          Duration.ofSeconds(2),
          Duration.ofSeconds(60),
          Duration.ofSeconds(20),
          Duration.ofMinutes(5),
          Duration.ofSeconds(2));

  final Upstream upstream;
  final Routes routes;
  final Gateway gateway;
  final ManagedChannel channel;

  Rig() throws IOException {
    this(GatewayConfig.of("127.0.0.1", 0));
  }

  Rig(GatewayConfig config) throws IOException {
    this(new Upstream(), config);
  }

  Rig(Upstream upstream, GatewayConfig config) throws IOException {
    this(upstream, config, 3);
  }

  Rig(Upstream upstream, GatewayConfig config, int firstStream) throws IOException {
    this.upstream = upstream;
    this.routes = new Routes(upstream.address());
    this.gateway = Gateway.start(config, routes, firstStream);
    this.channel =
        NettyChannelBuilder.forAddress("127.0.0.1", gateway.port())
            .usePlaintext()
            .maxInboundMessageSize(256 << 20)
            .build();
  }

  byte[] unary(String method, byte[] request) {
    return unary(method, request, new Metadata());
  }

  byte[] unary(String method, byte[] request, Metadata headers) {
    return ClientCalls.blockingUnaryCall(
        ClientInterceptors.intercept(channel, MetadataUtils.newAttachHeadersInterceptor(headers)),
        Bytes.method(MethodType.UNARY, method),
        CallOptions.DEFAULT.withDeadlineAfter(120, TimeUnit.SECONDS),
        request);
  }

  Iterator<byte[]> stream(String method, byte[] request) {
    return ClientCalls.blockingServerStreamingCall(
        channel, Bytes.method(MethodType.SERVER_STREAMING, method), CallOptions.DEFAULT, request);
  }

  static void await(String what, BooleanSupplier is) {
    await(what, 120, is);
  }

  static void await(String what, int seconds, BooleanSupplier is) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    while (!is.getAsBoolean()) {
      assertThat(System.nanoTime()).as("waited for " + what).isLessThan(end);
      try {
        TimeUnit.MILLISECONDS.sleep(5);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  @Override
  public void close() {
    channel.shutdownNow();
    gateway.close();
    upstream.close();
  }
}
