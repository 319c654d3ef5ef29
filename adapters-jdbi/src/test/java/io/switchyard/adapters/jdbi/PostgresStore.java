package io.switchyard.adapters.jdbi;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * A store of its own for each test, on a new database of the one PostgreSQL that the test classes
 * of this JVM share: a server takes seconds to start, and a copy of an empty store none.
 */
final class PostgresStore implements BeforeEachCallback, AfterEachCallback {

  private StoreConfig config;
  private JdbiStore store;

  JdbiStore get() {
    return store;
  }

  StoreConfig config() {
    return config;
  }

  /** Closes the store and opens it again, as a process that starts again does. */
  void reopen() {
    store.close();
    store = JdbiStore.open(config);
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    Shared shared =
        context
            .getRoot()
            .getStore(Namespace.create(PostgresStore.class))
            .getOrComputeIfAbsent(Shared.class, key -> Shared.start(), Shared.class);
    config = shared.server.copyOf(shared.empty);
    store = JdbiStore.open(config);
  }

  @Override
  public void afterEach(ExtensionContext context) {
    store.close();
  }

  private record Shared(Path folder, PostgresServer server, StoreConfig empty)
      implements AutoCloseable {

    static Shared start() {
      try {
        Path folder = Files.createTempDirectory("shared-postgres");
        PostgresServer server = PostgresServer.start(folder);
        StoreConfig empty = server.freshDatabase();
        JdbiStore.open(empty).close();
        return new Shared(folder, server, empty);
      } catch (IOException e) {
        throw new IllegalStateException("no folder for PostgreSQL", e);
      }
    }

    @Override
    public void close() throws IOException {
      server.close();
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }
}
