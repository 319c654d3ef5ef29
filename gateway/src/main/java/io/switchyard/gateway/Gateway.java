package io.switchyard.gateway;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.EventExecutor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The door to all Spark Connect servers. Relays calls as bytes, from when it is started until it is
 * closed; it knows nothing of callers and sessions but what {@link CallRoutes} says.
 */
@SuppressWarnings("FutureReturnValueIgnored") // what fails ends the connection, which is heard of
public final class Gateway implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);

  private static final long CERTIFICATE_SECONDS = 5;
  private static final long POLL_MILLIS = 20;

  private static final int FIRST_STREAM = 3;

  private final GatewayConfig config;
  private final Transport transport = new Transport();
  private final EventLoopGroup acceptor = transport.loops("gateway-accept", 1);
  private final EventLoopGroup group;
  private final List<RelayLoop> loops = new ArrayList<>();
  private final Door door;
  private final Channel channel;
  private boolean closed;

  private Gateway(GatewayConfig config, CallRoutes routes, int firstStream) throws IOException {
    this.config = config;
    this.group = transport.loops("gateway", config.eventLoops());
    Map<EventLoop, RelayLoop> byExecutor = new IdentityHashMap<>();
    for (EventExecutor executor : group) {
      EventLoop loop = (EventLoop) executor;
      RelayLoop relay = new RelayLoop(loop, config, routes, transport, firstStream);
      loops.add(relay);
      byExecutor.put(loop, relay);
    }
    try {
      this.door = Door.of(config, byExecutor);
      this.channel = listen();
    } catch (IOException | RuntimeException e) {
      shutdown();
      throw e;
    }
  }

  /**
   * Listens from when this returns.
   *
   * @throws IOException if the address is taken, or the certificate or key cannot be used
   */
  public static Gateway start(GatewayConfig config, CallRoutes routes) throws IOException {
    return new Gateway(config, routes, FIRST_STREAM);
  }

  /** For a test of what happens when a connection's streams are used up. */
  static Gateway start(GatewayConfig config, CallRoutes routes, int firstStream)
      throws IOException {
    return new Gateway(config, routes, firstStream);
  }

  private Channel listen() throws IOException {
    var bound =
        transport
            .listener(acceptor, group)
            .childHandler(door)
            .bind(config.host(), config.port())
            .awaitUninterruptibly();
    if (!bound.isSuccess()) {
      throw new IOException(
          "cannot listen on " + config.host() + ":" + config.port(), bound.cause());
    }
    acceptor.scheduleWithFixedDelay(
        door::refresh, CERTIFICATE_SECONDS, CERTIFICATE_SECONDS, TimeUnit.SECONDS);
    return bound.channel();
  }

  /** The port that it listens on. */
  public int port() {
    return ((InetSocketAddress) channel.localAddress()).getPort();
  }

  /**
   * Why it should get no new clients now, as in "is draining"; empty if it may. Does not block,
   * also while {@link #drain} does.
   */
  public Optional<String> hindrance() {
    return channel.isOpen() ? Optional.empty() : Optional.of("is draining or closed");
  }

  /** Connections of clients, open now. */
  public int connections() {
    return door.open();
  }

  /** Connections to servers, open now. Asks every event loop, so it waits for them shortly. */
  public int serverConnections() {
    int open = 0;
    for (RelayLoop loop : loops) {
      open +=
          CompletableFuture.supplyAsync(() -> loop.servers().connections(), loop.executor()).join();
    }
    return open;
  }

  /**
   * Takes no more connections, has clients make their next calls elsewhere, and waits for running
   * calls up to the drain time; what runs then is cut so that clients reattach. Blocks as long.
   * Doing it again does nothing.
   */
  public synchronized void drain() {
    if (!channel.isOpen()) {
      return;
    }
    channel.close().awaitUninterruptibly();
    loops.forEach(loop -> loop.run(loop::drain));
    awaitNoClients(config.times().drain().toNanos());
    int left = door.open();
    if (left > 0) {
      LOG.atInfo().addKeyValue("connections", left).log("running calls are cut");
      loops.forEach(loop -> loop.run(loop::cut));
      awaitNoClients(4 * Drain.LAST_WORDS);
    }
  }

  private void awaitNoClients(long nanos) {
    long end = System.nanoTime() + nanos;
    try {
      while (door.open() > 0 && System.nanoTime() < end) {
        TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Ends everything at once; {@link #drain} first for an end without haste. */
  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      channel.close().awaitUninterruptibly();
      loops.forEach(loop -> loop.run(loop::close));
      shutdown();
    }
  }

  private void shutdown() {
    var relays = group.shutdownGracefully(0, 5, TimeUnit.SECONDS);
    var accepts = acceptor.shutdownGracefully(0, 5, TimeUnit.SECONDS);
    relays.awaitUninterruptibly();
    accepts.awaitUninterruptibly();
    transport.close();
  }
}
