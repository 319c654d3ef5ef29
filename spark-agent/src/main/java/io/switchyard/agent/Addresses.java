package io.switchyard.agent;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Where something that listens is reached. */
final class Addresses {

  private Addresses() {}

  /** The numbers of {@code bound}, or of the driver's host where that is every address. */
  static String reachable(InetAddress bound, String driverHost) throws UnknownHostException {
    InetAddress address = bound.isAnyLocalAddress() ? InetAddress.getByName(driverHost) : bound;
    return address.getHostAddress();
  }
}
