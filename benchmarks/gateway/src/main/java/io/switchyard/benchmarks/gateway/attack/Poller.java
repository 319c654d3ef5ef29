package io.switchyard.benchmarks.gateway.attack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Reads from all connections on one thread. */
final class Poller implements AutoCloseable {

  private final Selector selector = Selector.open();
  private final Queue<Connection> fresh = new ConcurrentLinkedQueue<>();
  private final ByteBuffer buffer = ByteBuffer.allocate(256 << 10);
  private volatile boolean closed;

  Poller() throws IOException {
    Thread thread = new Thread(this::read, "poller");
    thread.setDaemon(true);
    thread.start();
  }

  void add(Connection connection) {
    fresh.add(connection);
    selector.wakeup();
  }

  private void read() {
    try {
      while (!closed) {
        selector.select(this::read);
        for (Connection next = fresh.poll(); next != null; next = fresh.poll()) {
          register(next);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void register(Connection next) {
    try {
      next.socket().register(selector, SelectionKey.OP_READ, next);
    } catch (IOException gone) {
      next.ended("closed");
    }
  }

  private void read(SelectionKey key) {
    Connection connection = (Connection) key.attachment();
    try {
      SocketChannel socket = connection.socket();
      buffer.clear();
      int read = connection.reads() ? socket.read(buffer) : 0;
      if (read < 0) {
        throw new IOException("closed");
      } else if (!connection.reads()) {
        key.interestOps(0);
      }
      connection.feed(buffer.flip());
    } catch (IOException gone) {
      key.cancel();
      connection.ended("closed");
    }
  }

  @Override
  public void close() {
    closed = true;
    selector.wakeup();
  }
}
