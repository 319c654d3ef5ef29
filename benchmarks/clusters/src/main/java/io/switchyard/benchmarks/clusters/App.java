package io.switchyard.benchmarks.clusters;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The application as it is packed, with a Spark of its own, killed and started on one port. */
final class App implements AutoCloseable {

  private static final long STOP_SECONDS = 40;

  private final int port;
  private final Path jars;
  private final Path config;
  private final Path log;
  private final Thread lastKill = new Thread(this::kill);
  private @Nullable Process process;

  /**
   * @param jars the application's
   * @param tree its configuration, without ports but, if need be, the gateway's
   */
  App(Path jars, Path folder, Map<String, Object> tree) throws IOException {
    if (!Files.isDirectory(jars)) {
      throw new IllegalArgumentException(
          "no application in " + jars.toAbsolutePath() + "; mvn package puts it there");
    }
    this.jars = jars;
    this.port = freePort();
    this.config = folder.resolve("app.yaml");
    this.log = folder.resolve("app.log");
    Map<String, Object> whole = new HashMap<>(tree);
    whole.put("http", Map.of("port", port));
    whole.put("grpc", Map.of("port", 0));
    whole.putIfAbsent("gateway", Map.of("port", 0));
    // JSON is YAML.
    Files.write(config, new ObjectMapper().writeValueAsBytes(whole));
    Runtime.getRuntime().addShutdownHook(lastKill);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  URI uri(String path) {
    return URI.create("http://127.0.0.1:" + port + path);
  }

  /** Starts it without waiting. */
  void start() throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                // As ./switchyard has them.
                "-XX:+UseSerialGC",
                "-XX:CompileThresholdScaling=5",
                "-Xmx96m",
                "-XX:MaxDirectMemorySize=256m",
                "-Xss512k",
                "-XX:MaxMetaspaceSize=128m",
                "-Xshare:auto",
                "-cp",
                jars.toAbsolutePath().resolve("*").toString(),
                "io.switchyard.app.Main",
                "up",
                "--config",
                config.toString())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().keySet().removeIf(key -> key.startsWith("SWITCHYARD_"));
    process = builder.start();
  }

  /** Returns when it has logged that. */
  void awaitLog(String text) throws InterruptedException {
    for (int i = 0; !logged().contains(text); i++) {
      if (i > 1_200) {
        throw new IllegalStateException("nothing about " + text + " in " + log);
      }
      Thread.sleep(50);
    }
  }

  private String logged() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As {@code kill -9} does. */
  void kill() {
    if (process != null) {
      process.destroyForcibly();
    }
  }

  /** Kills it, and starts it again once it is gone. */
  void killAndStart() throws IOException {
    kill();
    awaitEnd();
    start();
  }

  /** Has it end in order, and starts it again once it is gone. */
  void stopAndStart() throws IOException {
    if (process != null) {
      process.destroy();
    }
    awaitEnd();
    start();
  }

  private void awaitEnd() {
    Process gone = process;
    try {
      if (gone != null && !gone.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        gone.destroyForcibly();
        throw new IllegalStateException("the application does not end; see " + log);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Ends it in order, and its Spark with it. */
  @Override
  public void close() {
    if (process != null) {
      process.destroy();
      awaitEnd();
    }
    Runtime.getRuntime().removeShutdownHook(lastKill);
  }
}
