package io.switchyard.adapters.k8s;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A network to a port of this machine that can be cut. */
final class Wire implements AutoCloseable {

  private final int target;
  private final ServerSocket server;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private volatile boolean down;

  Wire(int target) {
    this.target = target;
    try {
      this.server = new ServerSocket(0, 50, InetAddress.getByName("localhost"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    start(this::accept);
  }

  private static void start(Runnable work) {
    Thread thread = new Thread(work, "wire");
    thread.setDaemon(true);
    thread.start();
  }

  int port() {
    return server.getLocalPort();
  }

  /** Breaks all connections; new ones are broken, too, until {@link #mend}. */
  void cut() {
    down = true;
    open.forEach(Wire::end);
  }

  void mend() {
    down = false;
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket from = server.accept();
        Socket to = new Socket("localhost", target);
        open.add(from);
        open.add(to);
        if (down) {
          end(from);
          end(to);
        } else {
          start(() -> pass(from, to));
          start(() -> pass(to, from));
        }
      } catch (IOException e) {
        // Closed, or nobody is there.
      }
    }
  }

  private void pass(Socket from, Socket to) {
    try {
      byte[] buffer = new byte[16 * 1024];
      for (int n = from.getInputStream().read(buffer);
          n >= 0;
          n = from.getInputStream().read(buffer)) {
        to.getOutputStream().write(buffer, 0, n);
      }
    } catch (IOException e) {
      // The other side ended.
    } finally {
      end(from);
      end(to);
      open.remove(from);
      open.remove(to);
    }
  }

  private static void end(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    open.forEach(Wire::end);
  }
}
