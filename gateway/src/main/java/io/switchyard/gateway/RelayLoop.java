package io.switchyard.gateway;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import io.switchyard.ports.session.Call;
import io.switchyard.ports.session.CallEnd;
import io.switchyard.ports.session.Route;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One event loop with the connections on it. */
final class RelayLoop {

  private static final Logger LOG = LoggerFactory.getLogger(RelayLoop.class);

  private static final int NEW_SESSION_ID = 3;

  /** More answers than these at a time fill the loop with the usual window, too. */
  private static final int WIDE_ANSWERS = 4;

  private final EventLoop executor;
  private final GatewayConfig config;
  private final CallRoutes routes;
  private final Servers servers;
  private final Waiting waiting;
  private final Strangers strangers;
  private final int firstStream;
  private final Set<ClientPeer> clients = new HashSet<>();
  private boolean draining;
  private int wide;

  /**
   * @param firstStream id of the first call on each connection to a server; odd
   */
  RelayLoop(
      EventLoop executor,
      GatewayConfig config,
      CallRoutes routes,
      Transport transport,
      int firstStream) {
    this.executor = executor;
    this.config = config;
    this.routes = routes;
    this.firstStream = firstStream;
    this.waiting = new Waiting(this, Math.max(1, config.limits().waiting() / config.eventLoops()));
    this.strangers = new Strangers(Math.max(1, config.limits().strangers() / config.eventLoops()));
    this.servers = new Servers(this, transport);
  }

  EventLoop executor() {
    return executor;
  }

  GatewayConfig config() {
    return config;
  }

  CallRoutes routes() {
    return routes;
  }

  Servers servers() {
    return servers;
  }

  int firstStream() {
    return firstStream;
  }

  /** What clients have begun to say. */
  Waiting waiting() {
    return waiting;
  }

  Strangers strangers() {
    return strangers;
  }

  /** Clients with a connection on this loop. */
  Set<ClientPeer> clients() {
    return clients;
  }

  boolean draining() {
    return draining;
  }

  /** Whether another answer may have a wide window; to be given back. */
  boolean takeWide() {
    boolean free = wide < WIDE_ANSWERS;
    wide += free ? 1 : 0;
    return free;
  }

  void giveWide() {
    wide--;
  }

  void drain() {
    draining = true;
    Set.copyOf(clients).forEach(ClientPeer::drain);
  }

  void cut() {
    Set.copyOf(clients).forEach(ClientPeer::cut);
  }

  void close() {
    Set.copyOf(clients).forEach(Peer::disconnect);
    servers.close();
  }

  void run(Runnable task) {
    if (executor.inEventLoop()) {
      task.run();
    } else {
      executor.execute(task);
    }
  }

  Future<?> after(long nanos, Runnable task) {
    return executor.schedule(task, nanos, TimeUnit.NANOSECONDS);
  }

  CompletionStage<Route> route(Call call) {
    try {
      return routes.route(call);
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  /** Tells of a call's end; what goes wrong with that is no business of the calls. */
  void ended(Call call, Route route, CallEnd end) {
    try {
      routes.ended(call, route, end);
    } catch (RuntimeException e) {
      LOG.atError().addKeyValue("method", call.method()).setCause(e).log("an end was not noted");
    }
  }

  /** A message of an answer as the client may see it, once it may. */
  CompletionStage<byte[]> shown(Route route, ConnectMethod method, String prefix, byte[] message)
      throws BadRequest {
    if (method.reads() == ConnectMethod.Reads.CONFIG) {
      return CompletableFuture.completedFuture(
          ConfigMessages.shown(message, prefix, (key, value) -> routes.shown(route, key, value)));
    }
    String session = ConfigMessages.text(message, NEW_SESSION_ID);
    return session.isEmpty()
        ? CompletableFuture.completedFuture(message)
        : routes.cloned(route, session).thenApply(done -> message);
  }
}
