package io.switchyard.benchmarks.clusters;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/** What only the platform knows of its servers: where they are, and their tokens. */
final class Servers {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http = HttpClient.newHttpClient();
  private final String database;
  private final String user;
  private final Path folder;

  private record Row(String server, String host, int port, String token) {}

  /**
   * @param folder that has one folder for each server
   */
  Servers(String database, String user, Path folder) {
    this.database = database;
    this.user = user;
    this.folder = folder;
  }

  private Row row(String cluster) {
    try (Connection connection = DriverManager.getConnection(database, user, "");
        PreparedStatement query =
            connection.prepareStatement(
                "select server_id, address_host, address_port, server_token from clusters"
                    + " where id = ?")) {
      query.setString(1, cluster);
      try (ResultSet row = query.executeQuery()) {
        row.next();
        return new Row(row.getString(1), row.getString(2), row.getInt(3), row.getString(4));
      }
    } catch (SQLException e) {
      throw new IllegalStateException("the server of " + cluster + " cannot be read", e);
    }
  }

  /** For Spark's own client; a token that is named as such would ask for TLS. */
  String address(String cluster) {
    Row row = row(cluster);
    return String.format(
        Locale.ROOT,
        "sc://%s:%d/;user_id=anna;authorization=Bearer%%20%s",
        row.host(),
        row.port(),
        row.token());
  }

  /** Executors that live, in the words of Spark's own UI. */
  int executors(String cluster) throws IOException, InterruptedException {
    Row row = row(cluster);
    JsonNode agent =
        JSON.readTree(Files.readAllBytes(folder.resolve(row.server()).resolve("agent.json")));
    JsonNode status =
        get(
            "http://%s:%d/v1/status"
                .formatted(agent.path("host").asText(), agent.path("port").asInt()),
            agentToken(row.token()));
    String application = agent.path("application_id").asText();
    String url =
        status.path("spark_ui_url").asText() + "/api/v1/applications/" + application + "/executors";
    List<String> ids = get(url, "").findValuesAsText("id");
    return (int) ids.stream().filter(id -> !id.equals("driver")).count();
  }

  /** As the application derives it. */
  private static String agentToken(String token) {
    try {
      byte[] bytes = ("agent:" + token).getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private JsonNode get(String url, String token) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url)).header("Authorization", "Bearer " + token).build();
    return JSON.readTree(http.send(request, BodyHandlers.ofByteArray()).body());
  }
}
