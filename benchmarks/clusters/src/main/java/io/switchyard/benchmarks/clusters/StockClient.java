package io.switchyard.benchmarks.clusters;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A client that nobody changed, in a process of its own, and what it prints. */
final class StockClient implements AutoCloseable {

  private static final long POLL_MS = 50;

  private final Process process;
  private final Path out;
  final String tag;

  private StockClient(Process process, Path out, String tag) {
    this.process = process;
    this.out = out;
    this.tag = tag;
  }

  /**
   * Where clients connect to, and what they need for that.
   *
   * @param authority what they have to trust, as PEM
   * @param trustStore the same for Java
   */
  record Way(String url, Path authority, Path trustStore) {}

  /**
   * Starts it.
   *
   * @param kind {@code jvm}, or {@code python-} and the folder of a virtual environment
   * @param size rows or megabytes
   */
  static StockClient start(
      String kind, Way way, String tag, String work, int size, int seconds, Path folder)
      throws IOException {
    List<String> command = new ArrayList<>(kind.equals("jvm") ? jvm(way) : python(kind));
    command.addAll(List.of(way.url(), tag, work, "" + size, "" + seconds));
    Path out = folder.resolve(tag + ".out");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectOutput(out.toFile())
            .redirectError(folder.resolve(tag + ".err").toFile());
    builder
        .environment()
        .put("GRPC_DEFAULT_SSL_ROOTS_FILE_PATH", way.authority().toAbsolutePath().toString());
    return new StockClient(builder.start(), out, tag);
  }

  private static List<String> jvm(Way way) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:+UseSerialGC",
        "-Xmx512m",
        "--add-opens=java.base/java.nio=ALL-UNNAMED",
        // Arrow's memory, on a JDK that is newer than Spark asks for.
        "-XX:+IgnoreUnrecognizedVMOptions",
        "--sun-misc-unsafe-memory-access=allow",
        "-Dio.netty.tryReflectionSetAccessible=true",
        "-Djavax.net.ssl.trustStore=" + way.trustStore(),
        "-Djavax.net.ssl.trustStorePassword=" + Doors.TRUST_PASSWORD,
        "-cp",
        System.getProperty("java.class.path"),
        Reader.class.getName());
  }

  private static List<String> python(String kind) {
    String environment = kind.substring(kind.indexOf('-') + 1);
    return List.of(
        environment + File.separator + "bin" + File.separator + "python",
        Path.of("benchmarks", "reattach", "client.py").toString());
  }

  /** What it printed so far. */
  List<String> said() {
    try {
      return Files.readAllLines(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** How often it said that so far. */
  int count(String start) {
    return (int) said().stream().filter(line -> line.startsWith(start)).count();
  }

  /** Lets it go on, if it waits for that. */
  void tell() {
    try {
      OutputStream in = process.getOutputStream();
      in.write('\n');
      in.flush();
    } catch (IOException e) {
      // It is over.
    }
  }

  boolean running() {
    return process.isAlive();
  }

  /** Returns when it has said that so often, or is over. */
  void awaitSaying(String start, int times, long seconds) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    while (running() && count(start) < times) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException(tag + " has not said " + start + " in " + seconds + " s");
      }
      Thread.sleep(POLL_MS);
    }
  }

  /** Returns when it is over, whether or not it did what it should. */
  boolean awaitEnd(long seconds) throws InterruptedException {
    return process.waitFor(seconds, TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
