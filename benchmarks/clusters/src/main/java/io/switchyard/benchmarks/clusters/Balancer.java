package io.switchyard.benchmarks.clusters;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What stands before the gateways: takes TCP connections and hands each to the next gateway that
 * can be reached, in turn. It knows nothing of what it carries.
 */
final class Balancer implements AutoCloseable {

  private static final int CONNECT_MS = 1_000;
  private static final int BUFFER = 128 << 10;

  /** A connection, and which gateway has it. */
  private record Pair(Socket client, Socket gateway, int port) implements AutoCloseable {

    @Override
    public void close() {
      for (Socket socket : List.of(client, gateway)) {
        try {
          socket.close();
        } catch (IOException e) {
          // It is gone either way.
        }
      }
    }
  }

  private final ServerSocket door;
  private final List<Integer> gateways;
  private final Map<Pair, Boolean> open = new ConcurrentHashMap<>();
  private int next;

  Balancer(List<Integer> gateways) throws IOException {
    this.gateways = List.copyOf(gateways);
    this.door = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
    thread(this::accept);
  }

  int port() {
    return door.getLocalPort();
  }

  /** How many connections a gateway has from here. */
  int connections(int gateway) {
    return (int) open.keySet().stream().filter(pair -> pair.port() == gateway).count();
  }

  /** Cuts every connection, as a balancer does that is restarted itself; says how many. */
  int cut() {
    List<Pair> all = new ArrayList<>(open.keySet());
    all.forEach(Pair::close);
    return all.size();
  }

  private static void thread(Runnable work) {
    Thread thread = new Thread(work, "balancer");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    try {
      while (!door.isClosed()) {
        Socket client = door.accept();
        int first = next++;
        thread(() -> serve(client, first));
      }
    } catch (IOException e) {
      // Closed.
    }
  }

  private void serve(Socket client, int first) {
    for (int i = 0; i < gateways.size(); i++) {
      int port = gateways.get((first + i) % gateways.size());
      Socket gateway = new Socket();
      Pair pair = new Pair(client, gateway, port);
      try {
        gateway.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_MS);
        client.setTcpNoDelay(true);
        gateway.setTcpNoDelay(true);
      } catch (IOException e) {
        continue;
      }
      open.put(pair, true);
      thread(() -> copy(client, gateway, pair));
      copy(gateway, client, pair);
      return;
    }
    new Pair(client, client, 0).close();
  }

  /** Until one side ends; then both do. */
  private void copy(Socket from, Socket to, Pair pair) {
    byte[] buffer = new byte[BUFFER];
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        out.write(buffer, 0, n);
      }
    } catch (IOException e) {
      // As an end.
    } finally {
      open.remove(pair);
      pair.close();
    }
  }

  @Override
  public void close() throws IOException {
    door.close();
    cut();
  }
}
