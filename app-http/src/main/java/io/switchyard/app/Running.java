package io.switchyard.app;

import com.google.inject.Injector;
import io.switchyard.app.grpc.GrpcConfig;
import io.switchyard.app.grpc.GrpcServer;
import io.switchyard.app.http.HttpConfig;
import io.switchyard.app.http.HttpServer;
import io.switchyard.app.http.Meters;
import io.switchyard.app.http.Readiness;
import io.switchyard.app.session.ConnectServer;
import io.switchyard.app.session.GatewaySettings;
import io.switchyard.app.session.SessionThreads;
import io.switchyard.app.tracing.Tracing;
import io.switchyard.gateway.CallRoutes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The application from its start to its end. What was started is stopped in reverse: first nothing
 * new is taken on, then the work loop finishes its pass, then the adapters are closed.
 */
final class Running implements AutoCloseable {

  private static final String GATEWAY = "The gateway";

  private final Closing closing;
  private final Ports ports;

  private Running(Closing closing, Ports ports) {
    this.closing = closing;
    this.ports = ports;
  }

  /**
   * Where we listen.
   *
   * @param grpc null if gRPC is not served
   * @param gateway null if Spark Connect is not served
   */
  record Ports(int http, @Nullable Integer grpc, @Nullable ConnectServer gateway) {}

  /**
   * Starts everything; if that fails, what was started is stopped again.
   *
   * @param adapters opens the adapters and registers them to be closed
   * @param boot wires the application
   * @throws StartRefused if something is in the way that a person can mend
   */
  static Running start(
      Config config, Function<Closing, Adapters> adapters, Function<Adapters, Injector> boot) {
    Closing closing = new Closing();
    try {
      HttpConfig http = config.http();
      GrpcConfig grpc = config.grpc();
      requireFree(http.host(), http.port(), "--port or SWITCHYARD_HTTP_PORT");
      if (grpc.enabled()) {
        requireFree(grpc.host(), grpc.port(), "SWITCHYARD_GRPC_PORT");
      }
      GatewaySettings gateway = config.gateway();
      if (gateway.enabled()) {
        requireFree(gateway.host(), gateway.port(), "SWITCHYARD_GATEWAY_PORT");
      }
      StateFolder.prepare(config.stateDir());
      Injector injector = boot.apply(adapters.apply(closing));
      closing.add(injector.getInstance(Meters.class));
      closing.add(injector.getInstance(Tracing.class));
      WorkLoop loop = closing.add(injector.getInstance(WorkLoop.class));
      WatchLoop watch = closing.add(injector.getInstance(WatchLoop.class));
      CaptureLoop captures = closing.add(injector.getInstance(CaptureLoop.class));
      CallbackLoop callbacks = closing.add(injector.getInstance(CallbackLoop.class));
      ClusterLoop clusters = closing.add(injector.getInstance(ClusterLoop.class));
      MoveLoop moves = closing.add(injector.getInstance(MoveLoop.class));
      closing.add(injector.getInstance(SessionThreads.class));
      SessionLoops sessions = closing.add(injector.getInstance(SessionLoops.class));
      HistoryLoop history = closing.add(injector.getInstance(HistoryLoop.class));
      HttpServer server = closing.add(injector.getInstance(HttpServer.class));
      GrpcServer calls = closing.add(injector.getInstance(GrpcServer.class));
      Readiness readiness = injector.getInstance(Readiness.class);
      if (gateway.enabled()) {
        readiness.ask(GATEWAY, () -> Optional.of("does not listen yet"));
      }
      loop.start();
      watch.start();
      captures.start();
      if (config.callbacks().enabled()) {
        callbacks.start();
      }
      clusters.start();
      moves.start();
      sessions.start();
      history.start();
      server.start();
      if (grpc.enabled()) {
        calls.start();
      }
      @Nullable ConnectServer connect =
          gateway.enabled() ? closing.add(connect(config, injector)) : null;
      if (connect != null) {
        readiness.ask(GATEWAY, connect::hindrance);
      }
      return new Running(
          closing, new Ports(server.port(), grpc.enabled() ? calls.port() : null, connect));
    } catch (RuntimeException e) {
      closing.close();
      throw e;
    }
  }

  private static ConnectServer connect(Config config, Injector injector) {
    try {
      return ConnectServer.start(
          config.gateway(),
          config.auth(),
          config.clusters().names(),
          config.stateDir(),
          injector.getInstance(CallRoutes.class),
          injector.getInstance(InstantSource.class).instant());
    } catch (UncheckedIOException e) {
      throw new StartRefused(
          "The gateway cannot start: "
              + e.getMessage()
              + "; check gateway.host, gateway.port and gateway.tls.");
    }
  }

  private static void requireFree(String host, int port, String setting) {
    try {
      HttpServer.requireFree(host, port);
    } catch (IOException e) {
      throw new StartRefused(
          "Cannot listen on "
              + host
              + " port "
              + port
              + " ("
              + e.getMessage()
              + "); stop what uses it, or choose another port with "
              + setting
              + ".");
    }
  }

  Ports ports() {
    return ports;
  }

  @Override
  public void close() {
    closing.close();
  }
}
