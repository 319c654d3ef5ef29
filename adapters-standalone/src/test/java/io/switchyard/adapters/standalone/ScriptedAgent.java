package io.switchyard.adapters.standalone;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.switchyard.agentclient.AgentToken;
import io.switchyard.domain.cluster.Cluster;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** The agent in the driver of a server, with as many executors as it is asked for. */
final class ScriptedAgent implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpServer http;
  private final String token;
  private volatile int executors;
  private volatile boolean answering = true;

  /** Listens for {@code cluster}'s server, and says so in its folder. */
  ScriptedAgent(Cluster cluster, Path folder, int executors) throws IOException {
    this.token = AgentToken.of(cluster.server().token());
    this.executors = executors;
    this.http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    http.createContext("/v1/status", this::status);
    http.createContext("/v1/executors", this::executors);
    http.start();
    Files.write(
        folder.resolve("agent.json"),
        JSON.writeValueAsBytes(
            Map.of(
                "host",
                "127.0.0.1",
                "port",
                http.getAddress().getPort(),
                "connect",
                Map.of("host", "127.0.0.1", "port", 15_003, "listening", true))));
  }

  /** It has that many executors now. */
  void have(int now) {
    executors = now;
  }

  /** From now on requests are taken and never answered. */
  void hang() {
    answering = false;
  }

  private void status(HttpExchange call) throws IOException {
    answer(
        call,
        Map.of(
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
