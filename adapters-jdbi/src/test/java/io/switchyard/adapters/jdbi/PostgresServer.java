package io.switchyard.adapters.jdbi;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * A real PostgreSQL for tests, as a child process on a free port. Runs as any user; as root it goes
 * into a user namespace, because PostgreSQL refuses root. It ends with {@link #close} or with this
 * JVM's orderly end.
 */
public final class PostgresServer implements AutoCloseable {

  private final Path folder;
  private final int port;
  private final boolean fsync;
  private final AtomicInteger databases = new AtomicInteger();
  private EmbeddedPostgres running;

  private PostgresServer(Path folder, int port, boolean fsync) throws IOException {
    this.folder = folder;
    this.port = port;
    this.fsync = fsync;
    this.running = launch();
  }

  /**
   * Starts a server; blocks until it answers. Its commits outlive its own death, not that of the
   * machine.
   *
   * @param folder where it keeps its data; must outlive the server
   */
  public static PostgresServer start(Path folder) {
    return start(folder, false);
  }

  /** As {@link #start}, but commits are on the disk, as in production; slower. */
  public static PostgresServer startDurable(Path folder) {
    return start(folder, true);
  }

  private static PostgresServer start(Path folder, boolean fsync) {
    try {
      return new PostgresServer(folder, freePort(), fsync);
    } catch (IOException e) {
      throw new UncheckedIOException("PostgreSQL does not start", e);
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private EmbeddedPostgres launch() throws IOException {
    return EmbeddedPostgres.builder()
        .setDataDirectory(folder.resolve("data"))
        .setOverrideWorkingDirectory(folder.resolve("binaries").toFile())
        .setCleanDataDirectory(false)
        .setPort(port)
        // The library's defaults are both off.
        .setServerConfig("synchronous_commit", "on")
        .setServerConfig("fsync", fsync ? "on" : "off")
        .setPGStartupWait(Duration.ofSeconds(60))
        .start();
  }

  /** The store on a new, empty database of this server. */
  public StoreConfig freshDatabase() {
    return database("");
  }

  /** The store on a new database that has what another of this server has, which nobody uses. */
  StoreConfig copyOf(StoreConfig other) {
    return database(" template " + other.url().substring(other.url().lastIndexOf('/') + 1));
  }

  private StoreConfig database(String how) {
    String name = "test_" + databases.incrementAndGet();
    try (Connection connection = running.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("create database " + name + how);
    } catch (SQLException e) {
      throw new IllegalStateException("no database " + name, e);
    }
    return new StoreConfig("jdbc:postgresql://localhost:" + port + "/" + name, "postgres", "");
  }

  /** Stops the server at once, with every connection to it; its data stay. */
  public void stop() {
    close();
  }

  /**
   * Kills every process of the server, as a crash does: nothing is written any more, nobody is told
   * goodbye. {@link #startAgain} recovers from the log.
   */
  public void crash() {
    List<ProcessHandle> all = processes();
    all.forEach(ProcessHandle::destroyForcibly);
    all.forEach(process -> process.onExit().join());
    close();
  }

  /** Every process of the server stands still; connections stay open and nothing is answered. */
  public void freeze() {
    signal("STOP");
  }

  /** They go on, as if nothing had happened, after {@link #freeze}. */
  public void thaw() {
    signal("CONT");
  }

  private void signal(String name) {
    List<String> command = new ArrayList<>(List.of("kill", "-" + name));
    processes().forEach(process -> command.add(String.valueOf(process.pid())));
    try {
      new ProcessBuilder(command).inheritIO().start().waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The server's main process and those it started, the main one first. */
  public List<ProcessHandle> processes() {
    try {
      List<String> lines = Files.readAllLines(folder.resolve("data").resolve("postmaster.pid"));
      ProcessHandle main = ProcessHandle.of(Long.parseLong(lines.get(0).strip())).orElseThrow();
      return Stream.concat(Stream.of(main), main.descendants()).toList();
    } catch (IOException e) {
      throw new UncheckedIOException("PostgreSQL does not run", e);
    }
  }

  /** Starts the server again on the same port and data, after {@link #stop}. */
  public void startAgain() {
    try {
      running = launch();
    } catch (IOException e) {
      throw new UncheckedIOException("PostgreSQL does not start again", e);
    }
  }

  @Override
  public void close() {
    try {
      running.close();
    } catch (IOException e) {
      throw new UncheckedIOException("PostgreSQL does not stop", e);
    }
  }
}
