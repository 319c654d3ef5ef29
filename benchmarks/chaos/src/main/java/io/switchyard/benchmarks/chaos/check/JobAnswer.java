package io.switchyard.benchmarks.chaos.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A job as the API shows it. */
record JobAnswer(JsonNode json) {

  private static final Set<String> TERMINAL = Set.of("SUCCEEDED", "FAILED", "CANCELLED", "TIMEOUT");

  /** One of its attempts; times are empty if there are none. */
  record Attempt(JsonNode json) {

    String execution() {
      return json.path("execution_id").asText();
    }

    int number() {
      return json.path("attempt").asInt();
    }

    String status() {
      return json.path("status").asText();
    }

    String failure() {
      return json.path("failure_class").asText("");
    }

    /** What became of its log; empty if there was none. */
    String log() {
      return json.path("log_capture").asText("");
    }

    String start() {
      return json.path("start_time").asText("");
    }

    String end() {
      return json.path("end_time").asText("");
    }

    boolean ended() {
      return TERMINAL.contains(status());
    }
  }

  String status() {
    return json.path("status").asText();
  }

  boolean terminal() {
    return TERMINAL.contains(status());
  }

  String failure() {
    return json.path("failure_class").asText("");
  }

  List<Attempt> attempts() {
    List<Attempt> attempts = new ArrayList<>();
    json.path("attempts").forEach(attempt -> attempts.add(new Attempt(attempt)));
    return attempts;
  }
}
