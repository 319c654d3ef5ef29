package io.switchyard.adapters.emr;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Moto's server: one process for all tests, which ends with them. */
final class MotoSite {

  /** Also in the name of the folder, so that another version is another installation. */
  private static final List<String> PACKAGES =
      List.of(
          "moto==5.2.5",
          "flask==3.1.2",
          "flask-cors==6.0.1",
          "py-partiql-parser",
          "awscli==1.46.3");

  private static final Path VENV = Path.of("target", "moto-5.2.5").toAbsolutePath();
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private static MotoSite only;
  private static String missing = "";

  private final URI url;

  private MotoSite(URI url) {
    this.url = url;
  }

  /**
   * The one there is; installs and starts it the first time. Skips the test where it cannot be
   * installed, for want of a Python with venv or of a package index.
   */
  static synchronized MotoSite get() {
    assumeTrue(missing.isEmpty(), missing);
    if (only == null) {
      install();
      System.setProperty("aws.accessKeyId", "test");
      System.setProperty("aws.secretAccessKey", "test");
      try {
        only = start();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return only;
  }

  private static MotoSite start() throws IOException {
    Process process =
        new ProcessBuilder(bin("python"), "src/test/resources/moto_site.py")
            .redirectError(Path.of("target", "moto.log").toFile())
            .start();
    // It ends when its standard input does, which the end of this process sees to.
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    var out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    String port = out.readLine();
    if (port == null) {
      throw new IOException(
          "moto did not start: " + Files.readString(Path.of("target", "moto.log")));
    }
    return new MotoSite(URI.create("http://127.0.0.1:" + port));
  }

  private static void install() {
    Path done = VENV.resolve("installed");
    if (Files.exists(done)) {
      return;
    }
    List<String> pip = new ArrayList<>(List.of(bin("pip"), "-q", "install"));
    pip.add("--disable-pip-version-check");
    pip.addAll(PACKAGES);
    try {
      run("python3", "-m", "venv", VENV.toString());
      run(pip.toArray(String[]::new));
      Files.writeString(done, "");
    } catch (IOException e) {
      missing = "moto cannot be installed here: " + e.getMessage();
      assumeTrue(false, missing);
    }
  }

  private static void run(String... command) throws IOException {
    Path log = Files.createTempFile(Files.createDirectories(Path.of("target")), "moto", ".log");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    try {
      if (process.waitFor() != 0) {
        throw new IOException(String.join(" ", command) + ": " + Files.readString(log));
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
    Files.delete(log);
  }

  /** A program of the installation. */
  static String bin(String name) {
    return VENV.resolve("bin").resolve(name).toString();
  }

  URI url() {
    return url;
  }

  /** A step as moto has it, or a cluster without any. */
  record Seen(
      String cluster,
      String clusterName,
      String clusterState,
      String id,
      String name,
      String state,
      List<String> args) {}

  /** All that there is. */
  List<Seen> all() {
    return post("list", Map.of());
  }

  /** Brings steps whose names begin so into a state. */
  void step(String mark, String state, String message) {
    post("step", Map.of("mark", mark, "state", state, "message", message));
  }

  /** What runs on a cluster ends, and what waits there runs. */
  void tick(String cluster) {
    post("tick", Map.of("cluster", cluster));
  }

  /** Brings a cluster into a state. */
  void cluster(String id, String state, String code, boolean ready) {
    post("cluster", Map.of("cluster", id, "state", state, "code", code, "ready", ready));
  }

  private List<Seen> post(String what, Map<String, Object> body) {
    try {
      HttpRequest request =
          HttpRequest.newBuilder(url.resolve("/test-machine/" + what))
              .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)))
              .build();
      HttpResponse<String> response = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
      if (response.statusCode() != 200) {
        throw new IOException("moto's machine answered " + response.statusCode());
      }
      String answer = response.body();
      List<Seen> all = new ArrayList<>();
      JSON.readTree(answer).forEach(node -> all.add(seen(node)));
      return all;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private static Seen seen(JsonNode node) {
    List<String> args = new ArrayList<>();
    node.path("args").forEach(arg -> args.add(arg.asText()));
    return new Seen(
        node.path("cluster").asText(),
        node.path("cluster_name").asText(),
        node.path("cluster_state").asText(),
        node.path("id").asText(),
        node.path("name").asText(),
        node.path("state").asText(),
        args);
  }
}
