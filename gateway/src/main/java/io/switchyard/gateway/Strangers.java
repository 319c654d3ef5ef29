package io.switchyard.gateway;

import io.netty.channel.Channel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * Connections on which nobody has shown yet that they may call. There is room for so many; for one
 * more, the oldest of the address with the most of them goes. So a crowd of them keeps nobody out:
 * who is known leaves it within a moment. Of one event loop.
 */
@SuppressWarnings("FutureReturnValueIgnored") // what fails ends the connection, which is heard of
final class Strangers {

  private final int most;
  private final Map<Object, Set<Channel>> byAddress = new HashMap<>();
  private int size;

  Strangers(int most) {
    this.most = most;
  }

  int size() {
    return size;
  }

  /** A connection is there; it is forgotten when it is closed. */
  void arrived(Channel channel) {
    Object address = address(channel.remoteAddress());
    byAddress.computeIfAbsent(address, of -> new LinkedHashSet<>()).add(channel);
    size++;
    channel.closeFuture().addListener(closed -> left(address, channel));
    if (size > most) {
      Channel oldest = oldestOfMost();
      left(address(oldest.remoteAddress()), oldest);
      oldest.close();
    }
  }

  /** Somebody who may call did so on a connection. Doing it again does nothing. */
  void known(Channel channel) {
    left(address(channel.remoteAddress()), channel);
  }

  private void left(Object address, Channel channel) {
    Set<Channel> there = byAddress.get(address);
    if (there != null && there.remove(channel)) {
      size--;
      if (there.isEmpty()) {
        byAddress.remove(address);
      }
    }
  }

  private Channel oldestOfMost() {
    return byAddress.values().stream()
        .max(Comparator.comparingInt(Set::size))
        .orElseThrow()
        .iterator()
        .next();
  }

  private static Object address(SocketAddress remote) {
    InetAddress address = remote instanceof InetSocketAddress inet ? inet.getAddress() : null;
    return address == null ? remote : address;
  }
}
