package io.switchyard.app.grpc;

import static io.grpc.health.v1.HealthCheckResponse.ServingStatus.SERVING;

import io.grpc.BindableService;
import io.grpc.Server;
import io.grpc.ServerInterceptors;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import io.switchyard.app.http.Bodies;
import io.switchyard.app.http.Meters;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The gRPC server: our services, health and reflection. It listens from {@link #start} to {@link
 * #close}.
 */
public final class GrpcServer implements AutoCloseable {

  private static final int THREADS = 16;
  private static final int THREAD_IDLE_S = 30;
  private static final int GRACE_S = 5;

  /** Finds out about clients that went away without a word. */
  private static final int KEEP_ALIVE_S = 30;

  /** How often clients may do the same to us. */
  private static final int LEAST_KEEP_ALIVE_S = 10;

  private final GrpcConfig config;
  private final List<? extends BindableService> services;
  private final Streams streams;
  private final CallGuard guard;
  private final HealthStatusManager health = new HealthStatusManager();
  private final ThreadPoolExecutor threads;
  private @Nullable Server server;

  GrpcServer(
      GrpcConfig config,
      List<? extends BindableService> services,
      Streams streams,
      CallGuard guard,
      Meters meters) {
    this.config = config;
    this.services = List.copyOf(services);
    this.streams = streams;
    this.guard = guard;
    meters.streams(streams::size);
    this.threads =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            THREAD_IDLE_S,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> {
              Thread thread = new Thread(task, "grpc-calls");
              thread.setDaemon(true);
              return thread;
            });
    threads.allowCoreThreadTimeOut(true);
  }

  /** Starts to listen. */
  public void start() {
    try {
      InetAddress address = InetAddress.getByName(config.host());
      NettyServerBuilder builder =
          NettyServerBuilder.forAddress(new InetSocketAddress(address, config.port()))
              .executor(threads)
              .maxInboundMessageSize(Bodies.MAX_BYTES)
              .keepAliveTime(KEEP_ALIVE_S, TimeUnit.SECONDS)
              .permitKeepAliveTime(LEAST_KEEP_ALIVE_S, TimeUnit.SECONDS)
              .permitKeepAliveWithoutCalls(true)
              .addService(health.getHealthService())
              .addService(ProtoReflectionServiceV1.newInstance());
      services.forEach(one -> builder.addService(ServerInterceptors.intercept(one, guard)));
      server = builder.build().start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    services.forEach(
        one -> health.setStatus(one.bindService().getServiceDescriptor().getName(), SERVING));
  }

  /** Where it listens, once started. */
  public int port() {
    if (server == null) {
      throw new IllegalStateException("not started");
    }
    return server.getPort();
  }

  /** Stops to listen; calls under way are answered, and streams are let go. */
  @Override
  public void close() {
    health.enterTerminalState();
    streams.close();
    if (server != null) {
      server.shutdown();
      awaitEnd(server);
    }
    threads.shutdownNow();
  }

  private static void awaitEnd(Server server) {
    try {
      if (!server.awaitTermination(GRACE_S, TimeUnit.SECONDS)) {
        server.shutdownNow();
      }
    } catch (InterruptedException e) {
      server.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
