package io.switchyard.agentclient;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.switchyard.domain.cluster.ServerToken;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** The agent in the driver of a server, with as many executors as it is asked for. */
public final class ScriptedAgent implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpServer http;
  private final String token;
  private volatile int executors;
  private volatile boolean answering = true;

  /**
   * Listens.
   *
   * @param token of the server that it is beside
   */
  public ScriptedAgent(ServerToken token, InetSocketAddress address, int executors)
      throws IOException {
    this.token = AgentToken.of(token);
    this.executors = executors;
    this.http = HttpServer.create(address, 0);
    http.createContext("/v1/status", this::status);
    http.createContext("/v1/executors", this::executors);
    http.start();
  }

  public String address() {
    return http.getAddress().getAddress().getHostAddress();
  }

  public int port() {
    return http.getAddress().getPort();
  }

  /** It has that many executors now. */
  public void have(int now) {
    executors = now;
  }

  /** From now on requests are taken and never answered. */
  public void hang() {
    answering = false;
  }

  private void status(HttpExchange call) throws IOException {
    answer(
        call,
        Map.of(
            "connect",
            Map.of("listening", true),
            "executor_target",
            executors,
            "executors",
            IntStream.range(0, executors)
                .mapToObj(id -> Map.of("id", "" + id, "leaving", false))
                .toList(),
            "sessions",
            List.of(),
            "operations",
            Map.of("running", 0)));
  }

  private void executors(HttpExchange call) throws IOException {
    executors = JSON.readTree(call.getRequestBody()).path("target").asInt();
    answer(call, Map.of("target", executors));
  }

  private void answer(HttpExchange call, Map<String, ?> body) throws IOException {
    if (!answering) {
      return;
    }
    boolean known = ("Bearer " + token).equals(call.getRequestHeaders().getFirst("Authorization"));
    byte[] bytes = JSON.writeValueAsBytes(known ? body : Map.of("status", 401));
    try (call) {
      call.sendResponseHeaders(known ? 200 : 401, bytes.length);
      call.getResponseBody().write(bytes);
    }
  }

  @Override
  public void close() {
    http.stop(0);
  }
}
