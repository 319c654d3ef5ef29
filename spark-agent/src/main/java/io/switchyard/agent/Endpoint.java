package io.switchyard.agent;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;

/** The HTTP server of the plugin: JSON in and out, every request with the token. */
final class Endpoint implements AutoCloseable {

  private static final int THREADS = 3;
  private static final int BACKLOG = 50;

  /** What requests hold is a number; the rest of a longer body is not read. */
  private static final int MOST_BODY = 4_096;

  private final HttpServer server;
  private final ExecutorService threads;
  private final BearerToken token;
  private final Requests requests;

  private Endpoint(HttpServer server, BearerToken token, Requests requests) {
    this.server = server;
    this.token = token;
    this.requests = requests;
    this.threads = Executors.newFixedThreadPool(THREADS, daemons());
  }

  /** Listens, and answers from then on. */
  static Endpoint open(String host, int port, BearerToken token, Cluster cluster)
      throws IOException {
    InetSocketAddress address = new InetSocketAddress(InetAddress.getByName(host), port);
    Endpoint endpoint =
        new Endpoint(HttpServer.create(address, BACKLOG), token, new Requests(cluster));
    endpoint.server.setExecutor(endpoint.threads);
    endpoint.server.createContext("/", endpoint::answer);
    // Its own thread inherits being a daemon: it must not keep a driver alive that has ended.
    CompletableFuture.runAsync(endpoint.server::start, endpoint.threads).join();
    return endpoint;
  }

  private static ThreadFactory daemons() {
    return task -> {
      Thread thread = new Thread(task, "switchyard-agent");
      thread.setDaemon(true);
      return thread;
    };
  }

  InetSocketAddress address() {
    return server.getAddress();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      try {
        Map<String, ?> answer = answered(exchange);
        send(exchange, 200, "application/json", answer);
      } catch (Refusal refusal) {
        refuse(exchange, refusal);
      } catch (RuntimeException | LinkageError e) {
        refuse(exchange, Refusal.of(500, "Spark did not do it: " + e));
      }
    }
  }

  private Map<String, ?> answered(HttpExchange exchange) throws IOException {
    if (!token.admits(exchange.getRequestHeaders().getFirst("Authorization"))) {
      exchange.getResponseHeaders().set("WWW-Authenticate", "Bearer");
      throw Refusal.of(401, "a bearer token of this server is needed");
    }
    byte[] body = exchange.getRequestBody().readNBytes(MOST_BODY + 1);
    if (body.length > MOST_BODY) {
      throw Refusal.of(413, "a body may have " + MOST_BODY + " bytes at most");
    }
    return requests.answer(
        exchange.getRequestMethod(),
        exchange.getRequestURI(),
        new String(body, StandardCharsets.UTF_8));
  }

  private static void refuse(HttpExchange exchange, Refusal refusal) throws IOException {
    Map<String, Object> problem = new LinkedHashMap<>();
    problem.put("status", refusal.status());
    problem.put("detail", refusal.getMessage());
    problem.put("errors", refusal.error().isEmpty() ? List.of() : List.of(refusal.error()));
    send(exchange, refusal.status(), "application/problem+json", problem);
  }

  private static void send(HttpExchange exchange, int status, String type, Map<String, ?> tree)
      throws IOException {
    byte[] bytes = Json.write(tree).getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
