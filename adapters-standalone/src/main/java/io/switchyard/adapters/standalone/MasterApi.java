package io.switchyard.adapters.standalone;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.switchyard.ports.TargetFailure;
import io.switchyard.ports.TargetFailure.Kind;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The HTTP interfaces of masters and workers. Every method blocks for one round trip, 5 s at most,
 * and says with {@link TargetFailure} whether the request may have had an effect.
 */
final class MasterApi {

  private static final Duration CONNECT = Duration.ofSeconds(2);
  private static final Duration ANSWER = Duration.ofSeconds(5);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String SUBMISSIONS = "/v1/submissions/";

  private final Map<URI, ClusterState> recent = new ConcurrentHashMap<>();
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(CONNECT).build();

  /**
   * The cluster as the master sees it.
   *
   * @throws TargetFailure without effect; UNREACHABLE also while the master recovers, since it does
   *     not know all its drivers then
   */
  ClusterState state(Master master) {
    HttpResponse<byte[]> answer = get(URI.create(master.uiUrl() + "/json/"));
    ClusterState state =
        Optional.of(answer)
            .filter(page -> page.statusCode() == 200)
            .flatMap(page -> MasterPageReader.read(page.body()))
            .orElseThrow(() -> broken(master, answer));
    if (!state.status().equals("ALIVE")) {
      throw TargetFailure.withoutEffect(
          Kind.UNREACHABLE, "the Spark master at " + master.url() + " is " + state.status());
    }
    recent.put(master.uiUrl(), state);
    return state;
  }

  /** What the master said when it was last asked, perhaps long ago; empty if it never was. */
  Optional<ClusterState> recent(Master master) {
    return Optional.ofNullable(recent.get(master.uiUrl()));
  }

  /** Asks for a driver and returns its id. */
  String create(Master master, Map<String, Object> request) {
    HttpResponse<byte[]> answer = post(master, "create", body(request));
    int status = answer.statusCode();
    JsonNode said = json(answer).orElse(null);
    if (status == 200 && said != null && said.has("success")) {
      if (!said.path("success").asBoolean()) {
        throw TargetFailure.withoutEffect(
            Kind.UNREACHABLE,
            "the Spark master takes no driver now: " + firstLine(said.path("message").asText()));
      }
      String id = said.path("submissionId").asText();
      if (DriverRef.isDriver(id)) {
        return id;
      }
    } else if (status == 401 || status == 403) {
      throw TargetFailure.withoutEffect(
          Kind.FORBIDDEN, "the Spark master answers HTTP " + status + " to a submission");
    } else if (status >= 400 && status < 500) {
      String message = said == null ? "" : ": " + firstLine(said.path("message").asText());
      throw TargetFailure.withoutEffect(
          Kind.REJECTED, "the Spark master refused the submission (HTTP " + status + ")" + message);
    }
    throw TargetFailure.unknownEffect(
        Kind.BROKEN,
        "the Spark master answered a submission with HTTP " + status + " and no driver id",
        broken(master, answer));
  }

  /**
   * What the submission server knows of a driver: its word and why it failed, in one line; empty if
   * it knows nothing.
   */
  Optional<DriverStatus> status(Master master, String driver) {
    URI uri = URI.create(master.restUrl() + SUBMISSIONS + "status/" + driver);
    HttpResponse<byte[]> answer = get(uri);
    JsonNode said = json(answer).orElseThrow(() -> broken(master, answer));
    if (said.has("driverState")) {
      String state = said.path("driverState").asText();
      return Optional.of(new DriverStatus(state, exception(said.path("message").asText(""))));
    }
    String message = said.path("message").asText("");
    if (message.contains("not alive")) {
      throw TargetFailure.withoutEffect(Kind.UNREACHABLE, firstLine(message));
    }
    return Optional.empty();
  }

  record DriverStatus(String state, String exception) {}

  /** Asks for the end of a driver; one that is unknown or has ended is passed over. */
  void kill(Master master, String driver) {
    post(master, "kill/" + driver, "");
  }

  /** Any page, as it came. */
  HttpResponse<byte[]> get(URI uri) {
    return send(HttpRequest.newBuilder(uri).timeout(ANSWER).build(), true);
  }

  private HttpResponse<byte[]> post(Master master, String what, String body) {
    URI uri = URI.create(master.restUrl() + SUBMISSIONS + what);
    return send(
        HttpRequest.newBuilder(uri)
            .timeout(ANSWER)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body, StandardCharsets.UTF_8))
            .build(),
        false);
  }

  private HttpResponse<byte[]> send(HttpRequest request, boolean harmless) {
    String where = request.uri().getScheme() + "://" + request.uri().getRawAuthority();
    try {
      return http.send(request, BodyHandlers.ofByteArray());
    } catch (ConnectException | HttpConnectTimeoutException e) {
      throw TargetFailure.withoutEffect(
          Kind.UNREACHABLE, "Spark at " + where + " cannot be reached", e);
    } catch (IOException e) {
      throw unanswered("Spark at " + where + " did not answer: " + e, e, harmless);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unanswered("interrupted while Spark at " + where + " was asked", e, harmless);
    }
  }

  private static TargetFailure unanswered(String message, Exception cause, boolean harmless) {
    return harmless
        ? TargetFailure.withoutEffect(Kind.UNREACHABLE, message, cause)
        : TargetFailure.unknownEffect(Kind.UNREACHABLE, message, cause);
  }

  private static TargetFailure broken(Master master, HttpResponse<byte[]> answer) {
    return TargetFailure.withoutEffect(
        Kind.BROKEN,
        "the Spark master at %s answered HTTP %d with something else than expected"
            .formatted(master.url(), answer.statusCode()));
  }

  private static Optional<JsonNode> json(HttpResponse<byte[]> answer) {
    try {
      return Optional.ofNullable(JSON.readTree(answer.body())).filter(JsonNode::isObject);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static String body(Map<String, Object> request) {
    try {
      return JSON.writeValueAsString(request);
    } catch (IOException e) {
      throw new IllegalArgumentException("a request that is no JSON", e);
    }
  }

  private static String exception(String message) {
    String rest = message.replaceFirst("(?s)^Exception from the cluster:?\\s*", "");
    return firstLine(rest);
  }

  /** Messages of masters may go on with stack traces. */
  private static String firstLine(String message) {
    String line = message.strip().lines().findFirst().orElse("");
    return line.length() > 300 ? line.substring(0, 300) + "…" : line;
  }
}
