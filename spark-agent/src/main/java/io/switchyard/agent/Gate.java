package io.switchyard.agent;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Who may call Spark Connect. It is shut until the plugin has read the token: a driver without the
 * plugin, or without a token, serves nobody.
 *
 * <p>Where the driver is on the loopback address, so must be its callers: Spark 3.5 cannot be told
 * to listen there only.
 */
final class Gate {

  private static volatile @Nullable Gate gate;

  private final BearerToken token;
  private final boolean loopbackOnly;

  Gate(BearerToken token, boolean loopbackOnly) {
    this.token = token;
    this.loopbackOnly = loopbackOnly;
  }

  static void open(BearerToken token, InetAddress driverHost) {
    gate = new Gate(token, driverHost.isLoopbackAddress());
  }

  static boolean lets(@Nullable String authorization, @Nullable SocketAddress peer) {
    Gate now = gate;
    return now != null && now.admits(authorization, peer);
  }

  boolean admits(@Nullable String authorization, @Nullable SocketAddress peer) {
    return token.admits(authorization) && (!loopbackOnly || isLoopback(peer));
  }

  private static boolean isLoopback(@Nullable SocketAddress peer) {
    return peer instanceof InetSocketAddress address && address.getAddress().isLoopbackAddress();
  }
}
