package io.switchyard.benchmarks.chaos.app;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One process of the application, which is killed and started again on the same port. */
public final class App implements AutoCloseable {

  private static final long STOP_SECONDS = 30;

  private final String name;
  private final int port;
  private final Path jars;
  private final Path config;
  private final Path log;
  private final Path archive;
  private final Thread lastKill = new Thread(this::signalKill);
  private @Nullable Process process;

  private App(String name, int port, Path jars, Path folder) {
    this.name = name;
    this.port = port;
    this.jars = jars;
    this.config = folder.resolve(name + ".yaml");
    this.log = folder.resolve(name + ".log");
    this.archive = folder.resolve("classes.jsa");
    Runtime.getRuntime().addShutdownHook(lastKill);
  }

  /**
   * Prepares a process without starting it.
   *
   * @param jars the application's
   * @param tree its configuration, without the port
   */
  public static App of(String name, Path jars, Path folder, Map<String, Object> tree)
      throws IOException {
    if (!Files.isDirectory(jars)) {
      throw new IllegalArgumentException(
          "no application in " + jars.toAbsolutePath() + "; mvn package puts it there");
    }
    App app = new App(name, freePort(), jars, folder);
    Map<String, Object> whole = new HashMap<>(tree);
    whole.put("http", Map.of("port", app.port, "public_url", "http://switchyard.example.com"));
    whole.put("grpc", Map.of("port", 0));
    whole.put("gateway", Map.of("port", 0));
    // JSON is YAML.
    Files.write(app.config, new ObjectMapper().writeValueAsBytes(whole));
    return app;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  public String name() {
    return name;
  }

  public URI uri(String path) {
    return URI.create("http://127.0.0.1:" + port + path);
  }

  /**
   * Starts it without waiting, to be closed soon: at its end it archives its classes for all
   * processes of the run, whose starts take half as long then.
   */
  public synchronized void startToArchive() {
    start("-XX:ArchiveClassesAtExit=" + archive);
  }

  /** Starts it without waiting. */
  public synchronized void start() {
    start(Files.exists(archive) ? "-XX:SharedArchiveFile=" + archive : "-Xshare:auto");
  }

  private void start(String option) {
    ProcessBuilder builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                // Its life is short: no time to optimise.
                "-XX:TieredStopAtLevel=1",
                option,
                "-cp",
                jars.toAbsolutePath().resolve("*").toString(),
                "io.switchyard.app.Main",
                "up",
                "--config",
                config.toString())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().keySet().removeIf(key -> key.startsWith("SWITCHYARD_"));
    try {
      process = builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As {@code kill -9} does. */
  public synchronized void signalKill() {
    if (process != null) {
      process.destroyForcibly();
    }
  }

  /** Kills it, and starts it again once it is gone. */
  public synchronized void killAndStart() {
    signalKill();
    awaitEnd();
    start();
  }

  public synchronized boolean runs() {
    return process != null && process.isAlive();
  }

  /** Takes the processor away from it, or gives it back: {@code STOP} or {@code CONT}. */
  public void signal(String signal) {
    long pid;
    synchronized (this) {
      if (process == null || !process.isAlive()) {
        return;
      }
      pid = process.pid();
    }
    try {
      new ProcessBuilder(List.of("kill", "-" + signal, "" + pid))
          .redirectErrorStream(true)
          .start()
          .waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void awaitEnd() {
    Process gone = process;
    try {
      if (gone != null && !gone.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        gone.destroyForcibly();
        throw new IllegalStateException(name + " does not end; see " + log);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Ends it in order. */
  public synchronized void stop() {
    if (process != null) {
      process.destroy();
      awaitEnd();
    }
  }

  @Override
  public synchronized void close() {
    stop();
    Runtime.getRuntime().removeShutdownHook(lastKill);
  }
}
