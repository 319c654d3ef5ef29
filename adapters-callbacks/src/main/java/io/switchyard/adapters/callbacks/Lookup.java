package io.switchyard.adapters.callbacks;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/** Finds the addresses of hosts. */
interface Lookup {

  /** As the machine does it. */
  Lookup SYSTEM = host -> List.of(InetAddress.getAllByName(host));

  /** Blocks for name servers. */
  List<InetAddress> addresses(String host) throws UnknownHostException;
}
