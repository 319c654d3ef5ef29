package io.switchyard.gateway;

import io.switchyard.domain.cluster.ServerAddress;
import java.util.HashMap;
import java.util.Map;

/** The servers in use on one event loop. A server with no connection left is forgotten. */
final class Servers {

  private final RelayLoop loop;
  private final Transport transport;
  private final Map<ServerAddress, Connections> byAddress = new HashMap<>();

  Servers(RelayLoop loop, Transport transport) {
    this.loop = loop;
    this.transport = transport;
  }

  /** Has the call told of a connection with room for it, now or later, or that there is none. */
  void open(ServerAddress address, RelayedCall call) {
    byAddress
        .computeIfAbsent(address, to -> new Connections(to, loop, transport, this::forget))
        .open(call);
  }

  int connections() {
    return byAddress.values().stream().mapToInt(Connections::size).sum();
  }

  void close() {
    Map.copyOf(byAddress).values().forEach(Connections::close);
  }

  private void forget(ServerAddress address) {
    byAddress.remove(address);
  }
}
