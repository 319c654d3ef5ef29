package io.switchyard.gateway;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The gateway's door.
 *
 * @param host address to listen on
 * @param port to listen on; 0 for any free one
 * @param tls null for plaintext
 * @param eventLoops threads that relay; each has connections of its own to each server in use
 */
public record GatewayConfig(
    String host, int port, @Nullable Tls tls, Limits limits, Times times, int eventLoops) {

  public GatewayConfig {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("port must be 0 to 65535, was " + port);
    }
    if (eventLoops < 1) {
      throw new IllegalArgumentException("eventLoops must be 1 or more, was " + eventLoops);
    }
  }

  /** Plaintext with the usual limits and a loop for each processor. */
  public static GatewayConfig of(String host, int port) {
    return new GatewayConfig(
        host,
        port,
        null,
        Limits.usual(),
        Times.usual(),
        Math.max(1, Runtime.getRuntime().availableProcessors()));
  }

  public GatewayConfig with(@Nullable Tls other) {
    return new GatewayConfig(host, port, other, limits, times, eventLoops);
  }

  public GatewayConfig with(Limits other) {
    return new GatewayConfig(host, port, tls, other, times, eventLoops);
  }

  public GatewayConfig with(Times other) {
    return new GatewayConfig(host, port, tls, limits, other, eventLoops);
  }

  public GatewayConfig withEventLoops(int other) {
    return new GatewayConfig(host, port, tls, limits, times, other);
  }

  /**
   * PEM files, read again when they change.
   *
   * @param certificate the chain, the server's own first
   * @param key PKCS #8, without a password
   */
  public record Tls(Path certificate, Path key) {}

  /**
   * What one client may take.
   *
   * @param message bytes of one request message
   * @param headers bytes of one call's headers, as HTTP/2 counts them
   * @param calls of one connection at a time
   * @param connections of all clients
   * @param strangers connections of all clients without a call yet of somebody who may call
   * @param waiting bytes that are held of calls that have not said their session yet, and of frames
   *     that are not whole, of all clients
   * @param configMessage bytes of a Config or CloneSession message, which are read whole
   */
  public record Limits(
      int message,
      int headers,
      int calls,
      int connections,
      int strangers,
      long waiting,
      int configMessage) {

    public Limits {
      positive("message", message);
      positive("headers", headers);
      positive("calls", calls);
      positive("connections", connections);
      positive("strangers", strangers);
      positive("waiting", waiting);
      positive("configMessage", configMessage);
    }

    /** Messages of 128 MB, as Spark itself takes. */
    public static Limits usual() {
      return new Limits(128 << 20, 32 << 10, 256, 20_000, 1000, 16 << 20, 4 << 20);
    }

    private static void positive(String name, long value) {
      if (value < 1) {
        throw new IllegalArgumentException(name + " must be 1 or more, was " + value);
      }
    }
  }

  /**
   * How long things may take.
   *
   * @param handshake until a new connection has said that it speaks HTTP/2, TLS included
   * @param firstMessage from a call's headers to the session id in its first message, and from the
   *     begin of any other frame to its end
   * @param route for {@link CallRoutes} to say where a call goes; a cluster may have to start first
   * @param connect to a server
   * @param keepalive silence after which a client is asked whether it is there
   * @param keepaliveAnswer until it has to answer
   * @param upstreamIdle until an unused connection to a server is closed
   * @param drain for running calls to end in once the gateway stops
   */
  public record Times(
      Duration handshake,
      Duration firstMessage,
      Duration route,
      Duration connect,
      Duration keepalive,
      Duration keepaliveAnswer,
      Duration upstreamIdle,
      Duration drain) {

    public static Times usual() {
      return new Times(
          Duration.ofSeconds(10),
          Duration.ofSeconds(15),
          Duration.ofMinutes(15),
          Duration.ofSeconds(5),
          Duration.ofSeconds(60),
          Duration.ofSeconds(20),
          Duration.ofMinutes(5),
          Duration.ofSeconds(30));
    }
  }
}
