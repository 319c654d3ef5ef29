package io.switchyard.adapters.standalone.embedded;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a master's web page tells about its cluster. */
final class MasterPage {

  private static final Logger LOG = LoggerFactory.getLogger(MasterPage.class);
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

  /** Keeps the page in {@code file} for {@link #ended}, unless the master does not answer. */
  void save(Path file) throws InterruptedException {
    Optional<JsonNode> page = read();
    try {
      if (page.isPresent()) {
        WholeFiles.write(file, page.get().toString());
      }
    } catch (IOException e) {
      LOG.atWarn().setCause(e).log("how drivers ended could not be noted");
    }
  }

  /**
   * How the drivers of a cluster that has ended did end, by id, as the page kept in {@code file}
   * tells: those still active when it was kept were ended with the cluster.
   */
  static Map<String, String> ended(Path file) {
    Map<String, String> states = new HashMap<>();
    try {
      JsonNode page = JSON.readTree(file.toFile());
      page.path("activedrivers").forEach(driver -> states.put(id(driver), "KILLED"));
      page.path("completeddrivers")
          .forEach(driver -> states.put(id(driver), driver.path("state").asText()));
    } catch (IOException e) {
      return Map.of();
    }
    return Map.copyOf(states);
  }

  private static String id(JsonNode driver) {
    return driver.path("id").asText();
  }

  private Optional<JsonNode> read() throws InterruptedException {
    try {
      return Optional.of(JSON.readTree(http.send(request, BodyHandlers.ofString()).body()));
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
