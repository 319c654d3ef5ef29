package io.switchyard.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.switchyard.ports.job.Eventually;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The application as it is packed, in a process of its own on a free port. What is packed is as new
 * as the last {@code mvn package}; {@code mvn verify} does that first.
 */
final class AppProcess extends ApiClient implements AutoCloseable {

  private static final Path LIB = Path.of("target", "switchyard", "lib").toAbsolutePath();
  private static final Duration START = Duration.ofSeconds(40);
  private static final Duration STOP = Duration.ofSeconds(25);

  private final Path log;
  private final Process process;
  private final Thread killer;
  private int port;
  private int grpcPort;

  private AppProcess(Path log, Process process) {
    this.log = log;
    this.process = process;
    this.killer = new Thread(process::destroyForcibly);
    Runtime.getRuntime().addShutdownHook(killer);
  }

  /**
   * Starts it without waiting.
   *
   * @param config the whole configuration; JSON is YAML
   * @param folder a new one, for its configuration and output
   */
  static AppProcess launch(Map<String, Object> config, Path folder) throws IOException {
    if (!Files.isDirectory(LIB)) {
      throw new AssertionError("no application in " + LIB + "; mvn package puts it there");
    }
    Files.createDirectory(folder);
    Map<String, Object> whole = new HashMap<>(config);
    whole.putIfAbsent("gateway", Map.of("port", 0));
    Path file = Files.write(folder.resolve("config.yaml"), JSON.writeValueAsBytes(whole));
    Path log = folder.resolve("log");
    ProcessBuilder builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                // Its life is short: no time to optimise.
                "-XX:TieredStopAtLevel=1",
                "-cp",
                LIB.resolve("*").toString(),
                "io.switchyard.app.Main",
                "up",
                "--config",
                file.toString())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("SWITCHYARD_"));
    return new AppProcess(log, builder.start());
  }

  /** Waits until it says where it listens. */
  AppProcess awaitUp() {
    Supplier<List<String>> said =
        () -> {
          if (!process.isAlive()) {
            throw new AssertionError("ended: " + log());
          }
          return log().lines().toList();
        };
    String line = Eventually.get(START, said, l -> l.contains("\"Switchyard is up\""));
    try {
      JsonNode up = JSON.readTree(line);
      port = URI.create(up.findValue("api").asText()).getPort();
      grpcPort = URI.create("grpc://" + up.findValue("grpc").asText()).getPort();
    } catch (JsonProcessingException e) {
      throw new AssertionError(line, e);
    }
    return this;
  }

  private String log() {
    try {
      return Files.readString(log, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  int port() {
    return port;
  }

  int grpcPort() {
    return grpcPort;
  }

  /** As {@code kill -9} does; gone when this returns. */
  void kill() {
    process.destroyForcibly();
    awaitEnd();
  }

  private void awaitEnd() {
    try {
      if (!process.waitFor(STOP.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("does not end: " + log());
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    Runtime.getRuntime().removeShutdownHook(killer);
  }

  @Override
  public void close() {
    if (process.isAlive()) {
      process.destroy();
      awaitEnd();
    }
  }

  /** Closes them at the same time. */
  static void closeAll(AppProcess... all) {
    Stream.of(all).forEach(one -> one.process.destroy());
    Stream.of(all).forEach(AppProcess::close);
  }
}
