package io.switchyard.adapters.standalone.embedded;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.switchyard.adapters.standalone.embedded.EmbeddedConfig.Homes;
import io.switchyard.adapters.standalone.embedded.EmbeddedConfig.Size;
import io.switchyard.adapters.standalone.embedded.EmbeddedConfig.Times;
import io.switchyard.adapters.standalone.embedded.EmbeddedSparks.Endpoints;
import io.switchyard.adapters.standalone.embedded.EmbeddedSparks.Phase;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

/** What the tests with a real Spark share. */
public final class TestSpark {

  static final Duration GRACE = Duration.ofSeconds(2);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private TestSpark() {}

  /**
   * The first of our versions that runs on the Java of this build, so that no other is needed, or
   * what the environment says.
   */
  public static String version() {
    String told = System.getenv().getOrDefault("SWITCHYARD_TEST_SPARK", "");
    return told.isEmpty() ? firstForThisJava() : told;
  }

  private static String firstForThisJava() {
    int java = Runtime.version().feature();
    return EmbeddedConfig.VERSIONS.stream()
        .filter(version -> SparkLine.of(version).javas().contains(java))
        .findFirst()
        .orElse(EmbeddedConfig.VERSIONS.get(0));
  }

  /** A Spark that all tests of a build share. */
  public static Path home() throws InterruptedException {
    MavenFetch maven = new MavenFetch(System.getenv(), Duration.ofMinutes(15));
    Path shared = Path.of("target", "spark").toAbsolutePath();
    return new SparkDistributions(shared, null, maven).of(version()).home();
  }

  public static EmbeddedConfig config(Path state, Path home) {
    return new EmbeddedConfig(
        state,
        List.of(version()),
        new Homes(home, null),
        new Size(4, 2048),
        new Times(Duration.ofSeconds(90), Duration.ofMinutes(15), GRACE, Duration.ofMinutes(15)));
  }

  public static Endpoints awaitReady(EmbeddedSparks sparks) throws InterruptedException {
    return await(
        "Spark is up",
        Duration.ofSeconds(90),
        () -> {
          Optional<Endpoints> ready = sparks.endpoints(version());
          if (sparks.status(version()).phase() == Phase.FAILED) {
            throw new AssertionError(sparks.status(version()).sentence());
          }
          return ready;
        });
  }

  /** Submits a {@link GatedDriver} and returns its id. */
  static String submit(Endpoints spark, Path folder, Path gate)
      throws IOException, InterruptedException {
    Map<String, Object> request =
        Map.of(
            "action", "CreateSubmissionRequest",
            "clientSparkVersion", spark.version(),
            "appResource", jar(folder).toUri().toString(),
            "mainClass", GatedDriver.class.getName(),
            "appArgs", List.of(gate.toString()),
            "environmentVariables", Map.of(),
            "sparkProperties", Map.of("spark.app.name", "gated", "spark.driver.memory", "512m"));
    JsonNode answer =
        JSON.readTree(
            HTTP.send(
                    HttpRequest.newBuilder(URI.create(spark.restUrl() + "/v1/submissions/create"))
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(JSON.writeValueAsString(request)))
                        .build(),
                    BodyHandlers.ofString())
                .body());
    return answer.path("submissionId").asText();
  }

  static void awaitState(Endpoints spark, String driver, String state) throws InterruptedException {
    await(
        driver + " is " + state,
        Duration.ofMinutes(3),
        () -> {
          String now = state(spark, driver);
          return now.equals(state) ? Optional.of(now) : Optional.empty();
        });
  }

  static String state(Endpoints spark, String driver) throws InterruptedException {
    try {
      return JSON.readTree(get(spark.restUrl() + "/v1/submissions/status/" + driver))
          .path("driverState")
          .asText();
    } catch (IOException e) {
      return "unreachable";
    }
  }

  /** Ids of all drivers that the master knows, running or ended. */
  static List<String> drivers(Endpoints spark) throws IOException, InterruptedException {
    JsonNode page = JSON.readTree(get(spark.masterUiUrl() + "/json/"));
    return Stream.of("activedrivers", "completeddrivers")
        .flatMap(kind -> page.path(kind).findValuesAsText("id").stream())
        .toList();
  }

  public static String get(String url) throws IOException, InterruptedException {
    return HTTP.send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString())
        .body();
  }

  /** Polls until {@code look} finds something, and fails loudly if it does not in time. */
  public static <T> T await(String what, Duration limit, Callable<Optional<T>> look)
      throws InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    while (System.nanoTime() < deadline) {
      try {
        Optional<T> found = look.call();
        if (found.isPresent()) {
          return found.get();
        }
      } catch (InterruptedException e) {
        throw e;
      } catch (Exception e) {
        throw new AssertionError(what, e);
      }
      Thread.sleep(50);
    }
    throw new AssertionError("not within " + limit + ": " + what);
  }

  private static Path jar(Path folder) throws IOException {
    Path jar = folder.resolve("gated.jar");
    String name = GatedDriver.class.getName().replace('.', '/') + ".class";
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
        var in = GatedDriver.class.getResourceAsStream("/" + name)) {
      out.putNextEntry(new ZipEntry(name));
      in.transferTo(out);
    }
    return jar;
  }
}
