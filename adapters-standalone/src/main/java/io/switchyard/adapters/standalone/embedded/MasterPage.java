package io.switchyard.adapters.standalone.embedded;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;

/** What a master's web page tells about its cluster. */
final class MasterPage {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private final HttpClient http;
  private final HttpRequest request;

  MasterPage(HttpClient http, Ports ports) {
    this.http = http;
    this.request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + ports.masterUi() + "/json/"))
            .timeout(PATIENCE)
            .build();
  }

  /** Whether jobs can be submitted and would find a worker. */
  boolean ready() throws InterruptedException {
    return read()
        .filter(page -> page.path("status").asText().equals("ALIVE"))
        .filter(page -> page.path("aliveworkers").asInt() > 0)
        .isPresent();
  }

  /** Whether no driver runs or waits; false if the master does not answer. */
  boolean idle() throws InterruptedException {
    return read().filter(page -> page.path("activedrivers").isEmpty()).isPresent();
  }

  private Optional<JsonNode> read() throws InterruptedException {
    try {
      return Optional.of(JSON.readTree(http.send(request, BodyHandlers.ofString()).body()));
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
