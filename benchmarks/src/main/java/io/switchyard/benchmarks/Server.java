package io.switchyard.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A Java program in a process of its own that serves HTTP on a port of this machine. */
final class Server implements AutoCloseable {

  private static final Duration START = Duration.ofSeconds(60);

  private final Process process;
  private final Path log;
  private final int port;

  private Server(Process process, Path log, int port) {
    this.process = process;
    this.log = log;
    this.port = port;
  }

  /** Options of the JVM; those of the launcher unless others are given. */
  static List<String> options() {
    String options = System.getProperty("server.options", "");
    return options.isBlank() ? List.of() : List.of(options.strip().split(" +"));
  }

  /**
   * Starts the application as it is packed, and waits until it is ready.
   *
   * @param yaml its configuration without the http, grpc and state_dir parts
   */
  static Server application(Path folder, String yaml) {
    int port = freePort();
    String config =
        "state_dir: "
            + folder
            + "\nhttp: {port: "
            + port
            + "}\ngrpc: {port: 0}\ngateway: {port: 0}\n"
            + yaml;
    try {
      Files.createDirectories(folder);
      Path file = Files.writeString(folder.resolve("config.yaml"), config);
      String lib = System.getProperty("application.lib") + "/*";
      List<String> arguments = List.of("io.switchyard.app.Main", "up", "--config", file.toString());
      return start(folder, options(), lib, arguments, port).awaitAnswer("/health/ready");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Starts a program of the benchmarks' own, and waits until it answers on the port it is told.
   *
   * @param options of its JVM
   */
  static Server program(Path folder, List<String> options, Class<?> main, List<String> arguments) {
    int port = freePort();
    List<String> all = new ArrayList<>(List.of(main.getName(), String.valueOf(port)));
    all.addAll(arguments);
    try {
      Files.createDirectories(folder);
      return start(folder, options, System.getProperty("java.class.path"), all, port)
          .awaitAnswer("/");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Server start(
      Path folder, List<String> options, String classPath, List<String> arguments, int port)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(List.of("-cp", classPath));
    command.addAll(arguments);
    Path log = folder.resolve("log");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    return new Server(process, log, port);
  }

  static int freePort() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Server awaitAnswer(String path) throws IOException {
    long deadline = System.nanoTime() + START.toNanos();
    while (!answers(path)) {
      if (!process.isAlive() || System.nanoTime() > deadline) {
        process.destroyForcibly();
        throw new IllegalStateException("does not start: " + Files.readString(log));
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
    }
    return this;
  }

  private boolean answers(String path) {
    try (HttpConnection connection = new HttpConnection(port)) {
      return connection.get(path).status() == 200;
    } catch (IOException notYet) {
      return false;
    }
  }

  int port() {
    return port;
  }

  ProcessHandle handle() {
    return process.toHandle();
  }

  Path log() {
    return log;
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
