package io.switchyard.benchmarks.chaos.app;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.function.Consumer;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/**
 * Tells at once when a process has committed a change of an execution's state. What a process does
 * after a commit, and should have done in it, is lost if it dies now.
 */
public final class CommitWatch implements AutoCloseable {

  /** The payload is the application name of the connection, by which processes are told apart. */
  private static final String TRIGGER =
      """
      create function chaos_committed() returns trigger language plpgsql as $$
      begin
        perform pg_notify('chaos', current_setting('application_name'));
        return null;
      end $$;
      create trigger chaos_committed after update on executions
        for each row when (old.state <> new.state and new.state not in ('PENDING', 'LAUNCHING'))
        execute function chaos_committed();
      listen chaos;
      """;

  private static final int LOOK_MILLIS = 500;

  private final Connection connection;
  private final Thread thread;
  private volatile boolean closed;

  private CommitWatch(Connection connection, Consumer<String> committed) {
    this.connection = connection;
    this.thread = new Thread(() -> listen(committed), "commits");
    thread.setDaemon(true);
  }

  /**
   * Begins; the application's schema must be there.
   *
   * @param committed is told the process's name
   */
  public static CommitWatch on(String url, String user, Consumer<String> committed)
      throws SQLException {
    Connection connection = DriverManager.getConnection(url, user, "");
    try (Statement statement = connection.createStatement()) {
      statement.execute(TRIGGER);
    }
    CommitWatch watch = new CommitWatch(connection, committed);
    watch.thread.start();
    return watch;
  }

  private void listen(Consumer<String> committed) {
    try {
      PGConnection notified = connection.unwrap(PGConnection.class);
      while (!closed) {
        for (PGNotification commit : notified.getNotifications(LOOK_MILLIS)) {
          committed.accept(commit.getParameter());
        }
      }
    } catch (SQLException e) {
      if (!closed) {
        throw new IllegalStateException(e);
      }
    }
  }

  @Override
  public void close() {
    closed = true;
    try {
      thread.join();
      connection.close();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
