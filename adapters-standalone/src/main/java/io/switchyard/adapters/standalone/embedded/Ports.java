package io.switchyard.adapters.standalone.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/** The ports of one cluster, all on the loopback address. */
record Ports(int master, int masterUi, int rest, int worker, int workerUi) {

  /** Five ports that nobody listened on a moment ago. */
  static Ports free() throws IOException {
    List<ServerSocket> held = new ArrayList<>();
    try {
      for (int i = 0; i < 5; i++) {
        held.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
      }
      List<Integer> found = held.stream().map(ServerSocket::getLocalPort).toList();
      return new Ports(found.get(0), found.get(1), found.get(2), found.get(3), found.get(4));
    } finally {
      for (ServerSocket socket : held) {
        socket.close();
      }
    }
  }

  /** Whether all can be listened on now. */
  boolean allFree() {
    return List.of(master, masterUi, rest, worker, workerUi).stream().allMatch(Ports::isFree);
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.isBound();
    } catch (IOException e) {
      return false;
    }
  }
}
