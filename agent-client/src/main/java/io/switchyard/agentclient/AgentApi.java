package io.switchyard.agentclient;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.switchyard.domain.cluster.ServerReport;
import io.switchyard.domain.cluster.ServerReport.Usage;
import io.switchyard.domain.cluster.ServerToken;
import io.switchyard.ports.TargetFailure;
import io.switchyard.ports.TargetFailure.Kind;
import io.switchyard.ports.cluster.ClusterLauncher;
import io.switchyard.ports.cluster.ConnectProbe;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The endpoint of the agent in a driver, see {@code docs/spark-agent.md}; each call takes 3 s at
 * most. Safe for use by several threads.
 */
public final class AgentApi {

  private static final Duration LIMIT = Duration.ofSeconds(3);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(LIMIT).build();

  /**
   * What the agent says.
   *
   * @param listening whether the server beside it listens
   * @param executors that take tasks
   * @param wanted how many there shall be
   * @param leaving executors that do not take tasks any more
   */
  public record Status(
      boolean listening,
      @Nullable String uiUrl,
      int executors,
      int wanted,
      int leaving,
      Usage usage) {

    /** Whether there are that many executors, and shall be. */
    public boolean settled(int asked) {
      return executors == asked && wanted == asked && leaving == 0;
    }
  }

  /** Where an agent says it is, without a slash at the end, and what it asks for. */
  public record Agent(String root, ServerToken token) {}

  /** The agent at an address, which may be a literal one of IPv6. */
  public static Agent at(String host, int port, ServerToken token) {
    String literal = host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
    return new Agent("http://" + literal + ":" + port, token);
  }

  /** Does not block; fails in any way if the agent does not answer as it should. */
  public CompletableFuture<Status> status(Agent agent) {
    String path = "/v1/status";
    return http.sendAsync(request(agent, "GET", path, ""), BodyHandlers.ofByteArray())
        .thenApply(answer -> status(read(answer, path)));
  }

  private static Status status(JsonNode status) {
    int leaving = 0;
    int active = 0;
    for (JsonNode executor : status.path("executors")) {
      if (executor.path("leaving").asBoolean()) {
        leaving++;
      } else {
        active++;
      }
    }
    String last = status.path("last_activity_at").asText("");
    String ui = status.path("spark_ui_url").asText("");
    return new Status(
        status.path("connect").path("listening").asBoolean(),
        ui.isEmpty() ? null : ui,
        active,
        status.path("executor_target").asInt(),
        leaving,
        new ServerReport.Usage(
            sessions(status),
            status.path("operations").path("running").asInt(),
            last.isEmpty() ? null : Instant.parse(last)));
  }

  /**
   * The sessions in which something runs.
   *
   * @throws TargetFailure if it does not answer so
   */
  public Set<ClusterLauncher.ServerSession> busySessions(Agent agent) {
    Set<ClusterLauncher.ServerSession> busy = new HashSet<>();
    for (JsonNode session : call(agent, "GET", "/v1/status", "").path("sessions")) {
      if (session.path("running_operations").asInt() > 0) {
        busy.add(
            new ClusterLauncher.ServerSession(
                session.path("user_id").asText(), session.path("session_id").asText()));
      }
    }
    return busy;
  }

  /** Without those that the platform itself opened to see whether the server answers. */
  private static int sessions(JsonNode status) {
    int sessions = 0;
    for (JsonNode session : status.path("sessions")) {
      if (!session.path("user_id").asText().equals(ConnectProbe.USER)) {
        sessions++;
      }
    }
    return sessions;
  }

  /**
   * Asks for that many executors.
   *
   * @throws TargetFailure if it does not take the request
   */
  public void scale(Agent agent, int executors) {
    call(agent, "PUT", "/v1/executors", "{\"target\": " + executors + "}");
  }

  private JsonNode call(Agent agent, String method, String path, String body) {
    try {
      return read(http.send(request(agent, method, path, body), BodyHandlers.ofByteArray()), path);
    } catch (IOException e) {
      throw TargetFailure.unknownEffect(
          Kind.UNREACHABLE, "the agent of a cluster does not answer " + path + ": " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw TargetFailure.unknownEffect(Kind.UNREACHABLE, "interrupted", e);
    }
  }

  private static HttpRequest request(Agent agent, String method, String path, String body) {
    try {
      return HttpRequest.newBuilder(URI.create(agent.root() + path))
          .timeout(LIMIT)
          .header("Authorization", "Bearer " + AgentToken.of(agent.token()))
          .header("Content-Type", "application/json")
          .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
          .build();
    } catch (IllegalArgumentException e) {
      throw TargetFailure.withoutEffect(
          Kind.BROKEN, "the agent of a cluster cannot be at " + agent.root(), e);
    }
  }

  private static JsonNode read(HttpResponse<byte[]> answer, String path) {
    if (answer.statusCode() != 200) {
      throw TargetFailure.withoutEffect(
          Kind.BROKEN, "the agent of a cluster answered " + answer.statusCode() + " to " + path);
    }
    try {
      return JSON.readTree(answer.body());
    } catch (IOException e) {
      throw TargetFailure.withoutEffect(
          Kind.BROKEN, "the agent of a cluster answered no JSON to " + path, e);
    }
  }
}
