package io.switchyard.benchmarks.chaos.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;

/** An event as the API shows it. */
public record SeenEvent(
    String id, String job, String execution, int attempt, String type, Instant at, String message) {

  public static SeenEvent of(JsonNode json) {
    return new SeenEvent(
        json.path("id").asText(),
        json.path("job_id").asText(),
        json.path("execution_id").asText(),
        json.path("attempt").asInt(),
        json.path("type").asText(),
        Instant.parse(json.path("at").asText()),
        json.path("message").asText(""));
  }

  @Override
  public String toString() {
    return at + " " + type + " attempt " + attempt + " " + execution + " (" + id + ") " + message;
  }
}
