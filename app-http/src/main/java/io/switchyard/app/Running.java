package io.switchyard.app;

import com.google.inject.Injector;
import io.switchyard.app.http.HttpConfig;
import io.switchyard.app.http.HttpServer;
import io.switchyard.app.http.Meters;
import java.io.IOException;
import java.util.function.Function;

/**
 * The application from its start to its end. What was started is stopped in reverse: first nothing
 * new is taken on, then the work loop finishes its pass, then the adapters are closed.
 */
final class Running implements AutoCloseable {

  private final Closing closing;
  private final int port;

  private Running(Closing closing, int port) {
    this.closing = closing;
    this.port = port;
  }

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
      requireFree(config.http());
      StateFolder.prepare(config.stateDir());
      Injector injector = boot.apply(adapters.apply(closing));
      closing.add(injector.getInstance(Meters.class));
      WorkLoop loop = closing.add(injector.getInstance(WorkLoop.class));
      CaptureLoop captures = closing.add(injector.getInstance(CaptureLoop.class));
      HistoryLoop history = closing.add(injector.getInstance(HistoryLoop.class));
      HttpServer server = closing.add(injector.getInstance(HttpServer.class));
      loop.start();
      captures.start();
      history.start();
      server.start();
      return new Running(closing, server.port());
    } catch (RuntimeException e) {
      closing.close();
      throw e;
    }
  }

  private static void requireFree(HttpConfig http) {
    try {
      HttpServer.requireFree(http);
    } catch (IOException e) {
      throw new StartRefused(
          "Cannot listen on "
              + http.host()
              + " port "
              + http.port()
              + " ("
              + e.getMessage()
              + "); stop what uses it, or choose another port with --port or"
              + " SWITCHYARD_HTTP_PORT.");
    }
  }

  /** Where HTTP is served. */
  int port() {
    return port;
  }

  @Override
  public void close() {
    closing.close();
  }
}
