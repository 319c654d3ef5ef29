package io.switchyard.gateway;

import io.grpc.HandlerRegistry;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerMethodDefinition;
import io.grpc.netty.NettyServerBuilder;
import io.switchyard.domain.cluster.ServerAddress;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/** A gRPC server of raw messages, with handlers by method name. */
final class Upstream implements AutoCloseable {

  private final Map<String, ServerCallHandler<byte[], byte[]>> handlers = new ConcurrentHashMap<>();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Server server;

  Upstream() throws IOException {
    this(builder -> {});
  }

  Upstream(Consumer<NettyServerBuilder> options) throws IOException {
    NettyServerBuilder builder =
        NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", 0))
            .executor(threads)
            .maxInboundMessageSize(256 << 20)
            .fallbackHandlerRegistry(
                new HandlerRegistry() {
                  @Override
                  public ServerMethodDefinition<?, ?> lookupMethod(String name, String authority) {
                    ServerCallHandler<byte[], byte[]> handler =
                        handlers.get(name.substring(name.indexOf('/') + 1));
                    return handler == null
                        ? null
                        : ServerMethodDefinition.create(
                            Bytes.method(MethodType.BIDI_STREAMING, name), handler);
                  }
                });
    options.accept(builder);
    server = builder.build().start();
  }

  ServerAddress address() {
    return new ServerAddress("127.0.0.1", server.getPort());
  }

  int port() {
    return server.getPort();
  }

  Upstream on(String method, ServerCallHandler<byte[], byte[]> handler) {
    handlers.put(method, handler);
    return this;
  }

  /** Has each call answered once its client has said all. */
  Upstream answer(String method, Answer answer) {
    return on(
        method,
        (call, headers) -> {
          call.request(1);
          return new Collecting(call, headers, answer);
        });
  }

  /** What is said to a call that was heard to its end. */
  interface Answer {
    void to(Heard heard, ServerCall<byte[], byte[]> call);
  }

  void stopAcceptingCalls() {
    server.shutdown();
  }

  @Override
  public void close() {
    server.shutdownNow();
    try {
      server.awaitTermination(5, java.util.concurrent.TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    threads.shutdownNow();
  }

  /** A call as it came. */
  record Heard(Metadata headers, java.util.List<byte[]> messages) {}

  private static final class Collecting extends ServerCall.Listener<byte[]> {
    private final ServerCall<byte[], byte[]> call;
    private final Heard heard;
    private final Answer answer;

    Collecting(ServerCall<byte[], byte[]> call, Metadata headers, Answer answer) {
      this.call = call;
      this.heard = new Heard(headers, new java.util.ArrayList<>());
      this.answer = answer;
    }

    @Override
    public void onMessage(byte[] message) {
      heard.messages().add(message);
      call.request(1);
    }

    @Override
    public void onHalfClose() {
      answer.to(heard, call);
    }
  }
}
