package io.switchyard.adapters.jdbi;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A real PostgreSQL for tests, as a child process on a free port. Runs as any user; as root it goes
 * into a user namespace, because PostgreSQL refuses root. It ends with {@link #close} or with this
 * JVM's orderly end.
 */
public final class PostgresServer implements AutoCloseable {

  private final Path folder;
  private final int port;
  private final AtomicInteger databases = new AtomicInteger();
  private EmbeddedPostgres running;

  private PostgresServer(Path folder, int port) throws IOException {
    this.folder = folder;
    this.port = port;
    this.running = launch();
  }

  /**
   * Starts a server; blocks until it answers.
   *
   * @param folder where it keeps its data; must outlive the server
   */
  public static PostgresServer start(Path folder) {
    try {
      return new PostgresServer(folder, freePort());
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
        .setPGStartupWait(Duration.ofSeconds(60))
        .start();
  }

  /** The store on a new, empty database of this server. */
  public StoreConfig freshDatabase() {
    String name = "test_" + databases.incrementAndGet();
    try (Connection connection = running.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("create database " + name);
    } catch (SQLException e) {
      throw new IllegalStateException("no database " + name, e);
    }
    return new StoreConfig("jdbc:postgresql://localhost:" + port + "/" + name, "postgres", "");
  }

  /** Stops the server at once, with every connection to it; its data stay. */
  public void stop() {
    close();
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
