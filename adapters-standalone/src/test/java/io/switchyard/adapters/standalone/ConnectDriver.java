package io.switchyard.adapters.standalone;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.switchyard.adapters.standalone.embedded.EmbeddedSparks.Endpoints;
import io.switchyard.adapters.standalone.embedded.TestSpark;
import io.switchyard.agent.DriverMain;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;

/** A Spark Connect server that runs as a driver, submitted as docs/spark-agent.md says. */
final class ConnectDriver {

  static final String AGENT_TOKEN = "agent-token-of-the-test-0123456789abcdef";
  static final String CONNECT_TOKEN = "connect-token-of-the-test-0123456789abcdef";

  private static final Duration START = Duration.ofSeconds(120);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final Endpoints spark;
  private final Path folder;
  private String id = "";

  ConnectDriver(Endpoints spark, Path folder) {
    this.spark = spark;
    this.folder = folder;
  }

  /** Submits it with one executor, and returns when it listens. */
  void start() throws IOException, InterruptedException {
    PrivateFiles.createFolder(folder);
    Files.createDirectories(temporary());
    PrivateFiles.create(folder.resolve("agent.token"), bytes(AGENT_TOKEN));
    PrivateFiles.create(folder.resolve("connect.token"), bytes(CONNECT_TOKEN));
    byte[] jar = jar();
    PrivateFiles.create(folder.resolve("sc-test.jar"), jar);
    // Under another name, since Spark takes the driver's own jar out of spark.jars.
    PrivateFiles.create(folder.resolve("switchyard-agent.jar"), jar);
    id =
        post("/v1/submissions/create", JSON.writeValueAsString(request()))
            .path("submissionId")
            .asText();
    TestSpark.await("Spark Connect listens", START, this::listening);
  }

  private Optional<JsonNode> listening() throws IOException, InterruptedException {
    JsonNode state = JSON.readTree(TestSpark.get(spark.restUrl() + "/v1/submissions/status/" + id));
    if (!List.of("SUBMITTED", "RUNNING").contains(state.path("driverState").asText())) {
      throw new AssertionError(state + "\n" + log("stderr"));
    }
    return agentFile().filter(file -> file.path("connect").path("listening").asBoolean());
  }

  private Map<String, Object> request() {
    return Map.of(
        "action", "CreateSubmissionRequest",
        "clientSparkVersion", spark.version(),
        "appResource", folder.resolve("sc-test.jar").toUri().toString(),
        "mainClass", DriverMain.class.getName(),
        "appArgs", List.of(),
        "environmentVariables", Map.of(),
        "sparkProperties", properties());
  }

  private Map<String, String> properties() {
    Map<String, String> properties = new TreeMap<>();
    properties.put("spark.app.name", "sc-test");
    properties.put("spark.master", spark.masterUrl());
    properties.put("spark.submit.deployMode", "cluster");
    properties.put("spark.driver.supervise", "false");
    properties.put("spark.driver.cores", "1");
    properties.put("spark.driver.memory", "640m");
    properties.put("spark.executor.cores", "1");
    properties.put("spark.executor.memory", "512m");
    properties.put("spark.cores.max", "3");
    properties.put("spark.ui.port", "0");
    properties.put("spark.jars", folder.resolve("switchyard-agent.jar").toUri().toString());
    properties.put("spark.plugins", "io.switchyard.agent.ClusterPlugin");
    properties.put(
        "spark.connect.grpc.interceptor.classes", "io.switchyard.agent.TokenInterceptor");
    properties.put("spark.connect.grpc.binding.address", "127.0.0.1");
    properties.put("spark.connect.grpc.binding.port", "0");
    properties.put("spark.sql.warehouse.dir", folder.resolve("warehouse").toUri().toString());
    properties.put("spark.switchyard.executors", "1");
    properties.put("spark.dynamicAllocation.enabled", "true");
    properties.put("spark.dynamicAllocation.shuffleTracking.enabled", "true");
    properties.put("spark.dynamicAllocation.minExecutors", "0");
    properties.put("spark.dynamicAllocation.initialExecutors", "0");
    properties.put("spark.dynamicAllocation.maxExecutors", "1");
    properties.put("spark.decommission.enabled", "true");
    properties.put("spark.storage.decommission.enabled", "true");
    properties.put("spark.storage.decommission.rddBlocks.enabled", "true");
    properties.put("spark.storage.decommission.shuffleBlocks.enabled", "true");
    properties.put(
        DriverMain.MAIN_CLASS, "org.apache.spark.sql.connect.service.SparkConnectServer");
    properties.put(DriverMain.EXECUTION, "sc-test");
    properties.put(DriverMain.FOLDER, folder.toString());
    properties.put("spark.driver.extraJavaOptions", javaOptions());
    return properties;
  }

  private String javaOptions() {
    String modules =
        spark.version().startsWith("3.")
            ? " " + String.join(" ", spark.runtime().moduleOptions())
            : "";
    return "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Djava.io.tmpdir=" + temporary() + modules;
  }

  private static byte[] jar() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JarOutputStream jar = new JarOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> type : AgentClasses.all().entrySet()) {
        jar.putNextEntry(new ZipEntry(type.getKey()));
        jar.write(type.getValue());
      }
    }
    return bytes.toByteArray();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  Path folder() {
    return folder;
  }

  Path temporary() {
    return folder.resolve("tmp");
  }

  /** Asks the master to end it. */
  void kill() throws IOException, InterruptedException {
    if (!id.isEmpty()) {
      post("/v1/submissions/kill/" + id, "");
    }
  }

  private JsonNode post(String path, String body) throws IOException, InterruptedException {
    return JSON.readTree(
        HTTP.send(
                HttpRequest.newBuilder(URI.create(spark.restUrl() + path))
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofString(body))
                    .build(),
                BodyHandlers.ofString())
            .body());
  }

  Optional<JsonNode> agentFile() throws IOException {
    Path file = folder.resolve("agent.json");
    return Files.exists(file) ? Optional.of(JSON.readTree(file.toFile())) : Optional.empty();
  }

  int connectPort() throws IOException {
    return agentFile().orElseThrow().path("connect").path("port").asInt();
  }

  String log(String stream) throws IOException, InterruptedException {
    String url = "/log/?driverId=%s&logType=%s&offset=0&byteLength=1000000".formatted(id, stream);
    return TestSpark.get(spark.workerUiUrl() + url);
  }

  /** A request to the driver's agent. */
  HttpResponse<String> agent(String method, String path, String body)
      throws IOException, InterruptedException {
    JsonNode file = agentFile().orElseThrow();
    String root = "http://" + file.path("host").asText() + ":" + file.path("port").asInt();
    return HTTP.send(
        HttpRequest.newBuilder(URI.create(root + path))
            .header("Authorization", "Bearer " + AGENT_TOKEN)
            .method(method, BodyPublishers.ofString(body))
            .build(),
        BodyHandlers.ofString());
  }

  JsonNode status() throws IOException, InterruptedException {
    HttpResponse<String> answer = agent("GET", "/v1/status", "");
    if (answer.statusCode() != 200) {
      throw new AssertionError(answer.body());
    }
    return JSON.readTree(answer.body());
  }

  /** Executors in the words of Spark's own UI. */
  List<String> executorsInUi() throws IOException, InterruptedException {
    JsonNode status = status();
    String path = "/api/v1/applications/" + status.path("application_id").asText() + "/executors";
    JsonNode all = JSON.readTree(TestSpark.get(status.path("spark_ui_url").asText() + path));
    return all.findValuesAsText("id").stream().filter(id -> !id.equals("driver")).toList();
  }
}
