package io.switchyard.gateway;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.switchyard.domain.cluster.ServerAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connections of one event loop to one server. Short answers share one, unless the server has
 * no room for more calls on it or is about to close it; calls wait while another is made. Results
 * are spread over up to {@value #MOST}: on one connection a server sends them in turns of 16 KB,
 * each of which is a write to another client.
 */
@SuppressWarnings("FutureReturnValueIgnored") // what fails ends the connection, which is heard of
final class Connections {

  private static final Logger LOG = LoggerFactory.getLogger(Connections.class);

  /** Beyond this, calls wait for others to end. */
  private static final int MOST = 32;

  private final ServerAddress address;
  private final RelayLoop loop;
  private final Transport transport;
  private final Consumer<ServerAddress> unused;
  private final List<ServerPeer> peers = new ArrayList<>(1);
  private final Deque<RelayedCall> waiting = new ArrayDeque<>();
  private boolean connecting;

  Connections(
      ServerAddress address, RelayLoop loop, Transport transport, Consumer<ServerAddress> unused) {
    this.address = address;
    this.loop = loop;
    this.transport = transport;
    this.unused = unused;
  }

  RelayLoop loop() {
    return loop;
  }

  int size() {
    return peers.size();
  }

  void open(RelayedCall call) {
    ServerPeer peer = free(call);
    if (peer == null) {
      waiting.add(call);
      connect();
    } else {
      put(call, peer);
    }
  }

  private void put(RelayedCall call, ServerPeer peer) {
    if (call.isForResult() && peer.results() > 0) {
      // For the next one; this one does not wait for it.
      connect();
    }
    call.connected(peer);
  }

  private void connect() {
    if (connecting || peers.size() >= MOST) {
      return;
    }
    connecting = true;
    ServerPeer peer = new ServerPeer(this);
    ChannelFuture made = transport.connect(loop, address, peer);
    made.addListener(
        done -> {
          if (done.isSuccess()) {
            peers.add(peer);
            awaitSettings(peer, made.channel());
          } else {
            failed(String.valueOf(done.cause().getMessage()));
          }
        });
  }

  private void awaitSettings(ServerPeer peer, Channel channel) {
    long limit = loop.config().times().connect().toNanos();
    loop.after(
        limit,
        () -> {
          if (!peer.isReady()) {
            channel.close();
          }
        });
  }

  /** A connection may be used. */
  void ready() {
    connecting = false;
    serve();
  }

  /** Some connection has room again, maybe. */
  void serve() {
    while (!waiting.isEmpty()) {
      RelayedCall call = waiting.peek();
      if (call.isOver()) {
        waiting.remove();
        continue;
      }
      ServerPeer peer = free(call);
      if (peer == null) {
        connect();
        return;
      }
      waiting.remove();
      put(call, peer);
    }
  }

  /** A connection with room, for a result the one with the fewest of them. */
  private @Nullable ServerPeer free(RelayedCall call) {
    ServerPeer best = null;
    for (ServerPeer peer : peers) {
      if (!peer.hasRoom()) {
        continue;
      }
      if (!call.isForResult()) {
        return peer;
      }
      if (best == null || peer.results() < best.results()) {
        best = peer;
      }
    }
    return best;
  }

  /** A connection is gone. */
  void closed(ServerPeer peer, boolean wasReady) {
    peers.remove(peer);
    if (wasReady) {
      serve();
    } else {
      failed("it does not speak HTTP/2");
    }
    forgetIfUnused();
  }

  private void failed(String why) {
    connecting = false;
    LOG.atDebug().addKeyValue("server", address).addKeyValue("error", why).log("no connection");
    List<RelayedCall> all = List.copyOf(waiting);
    waiting.clear();
    all.forEach(call -> call.unreachable("the session's server does not answer; try again"));
    forgetIfUnused();
  }

  private void forgetIfUnused() {
    if (peers.isEmpty() && waiting.isEmpty() && !connecting) {
      unused.accept(address);
    }
  }

  void close() {
    List.copyOf(peers).forEach(Peer::disconnect);
  }
}
