package io.switchyard.benchmarks.gateway;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Clients with a connection each, every one of which makes its next call when it has its answer.
 */
final class Load implements AutoCloseable {

  private final Questions questions;
  private final List<ManagedChannel> channels = new ArrayList<>();
  private final AtomicLong failed = new AtomicLong();
  private volatile long end;

  Load(Questions questions, int port, boolean tls, Path folder, int clients) throws IOException {
    this.questions = questions;
    for (int i = 0; i < clients; i++) {
      NettyChannelBuilder builder =
          NettyChannelBuilder.forAddress("127.0.0.1", port)
              .directExecutor()
              .flowControlWindow(4 << 20)
              .maxInboundMessageSize(256 << 20);
      if (tls) {
        builder
            .sslContext(
                GrpcSslContexts.forClient()
                    .trustManager(folder.resolve("certificate.pem").toFile())
                    .build())
            .overrideAuthority("localhost");
      } else {
        builder.usePlaintext();
      }
      channels.add(builder.build());
    }
  }

  /** What one part of a round gave. */
  record Result(long[] nanos, long bytes, double seconds, long failed) {}

  Result unary(long millis) {
    return run(questions.shortMethod(), questions.shortRequest(), millis);
  }

  Result bulk(long millis) {
    return run(questions.longMethod(), questions.longRequest(), millis);
  }

  private Result run(MethodDescriptor<byte[], Integer> method, byte[] request, long millis) {
    long begun = System.nanoTime();
    end = begun + millis * 1_000_000;
    failed.set(0);
    List<Caller> callers =
        channels.stream().map(channel -> new Caller(channel, method, request)).toList();
    callers.forEach(Caller::next);
    callers.forEach(caller -> caller.done.join());
    double seconds = (System.nanoTime() - begun) / 1e9;
    long bytes = callers.stream().mapToLong(caller -> caller.bytes).sum();
    long[] nanos =
        callers.stream().flatMapToLong(c -> c.nanos.stream().mapToLong(Long::longValue)).toArray();
    return new Result(nanos, bytes, seconds, failed.get());
  }

  /** One after the other. */
  private final class Caller extends ClientCall.Listener<Integer> {
    private final ManagedChannel channel;
    private final MethodDescriptor<byte[], Integer> method;
    private final byte[] request;
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private final List<Long> nanos = new ArrayList<>();
    private long bytes;
    private long begun;
    private ClientCall<byte[], Integer> call;

    Caller(ManagedChannel channel, MethodDescriptor<byte[], Integer> method, byte[] request) {
      this.channel = channel;
      this.method = method;
      this.request = request;
      this.call = channel.newCall(method, CallOptions.DEFAULT);
    }

    void next() {
      begun = System.nanoTime();
      call = channel.newCall(method, CallOptions.DEFAULT);
      call.start(this, new Metadata());
      call.request(2);
      call.sendMessage(request);
      call.halfClose();
    }

    @Override
    public void onMessage(Integer length) {
      bytes += length;
      call.request(1);
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
      long now = System.nanoTime();
      if (status.isOk()) {
        nanos.add(now - begun);
      } else {
        failed.incrementAndGet();
      }
      if (now >= end) {
        done.complete(null);
      } else {
        next();
      }
    }
  }

  @Override
  public void close() {
    channels.forEach(ManagedChannel::shutdownNow);
  }
}
