package io.switchyard.adapters.jdbi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.switchyard.ports.TargetFailure;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is told of a write when the connection is lost, by a connection that loses itself. */
final class DatabaseTest {

  private Connection connection;

  @BeforeEach
  void open() throws SQLException {
    connection = DriverManager.getConnection("jdbc:h2:mem:");
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
  }

  /** A database whose connection is lost when {@code method} is called. */
  private Database losing(String method) {
    ClassLoader loader = getClass().getClassLoader();
    var lossy =
        (Connection)
            Proxy.newProxyInstance(
                loader,
                new Class<?>[] {Connection.class},
                (self, called, arguments) -> {
                  if (called.getName().equals(method)) {
                    throw new SQLException("the line went dead", "08006");
                  }
                  try {
                    return called.getName().equals("close")
                        ? null
                        : called.invoke(connection, arguments);
                  } catch (InvocationTargetException e) {
                    throw e.getCause();
                  }
                });
    var source =
        (DataSource)
            Proxy.newProxyInstance(
                loader, new Class<?>[] {DataSource.class}, (self, called, arguments) -> lossy);
    return new Database(source, "");
  }

  private static void write(Database database) {
    database.write("write", handle -> handle.execute("create table t (id int)"));
  }

  @Test
  void a_commit_whose_answer_was_lost_may_have_taken_place() {
    assertFails("commit", false);
  }

  @Test
  void a_write_that_was_lost_before_its_commit_had_no_effect() {
    assertFails("prepareStatement", true);
  }

  private void assertFails(String method, boolean outcomeKnown) {
    assertThatThrownBy(() -> write(losing(method)))
        .isInstanceOfSatisfying(
            TargetFailure.class,
            failure -> {
              assertThat(failure.kind()).isEqualTo(TargetFailure.Kind.UNREACHABLE);
              assertThat(failure.outcomeKnown()).isEqualTo(outcomeKnown);
              assertThat(failure).hasMessageContaining("could not write: the line went dead");
            });
  }

  @Test
  void a_wrong_statement_is_a_broken_store_without_effect() {
    assertThatThrownBy(() -> losing("none").write("write", handle -> handle.execute("select from")))
        .isInstanceOfSatisfying(
            TargetFailure.class,
            failure -> {
              assertThat(failure.kind()).isEqualTo(TargetFailure.Kind.BROKEN);
              assertThat(failure.outcomeKnown()).isTrue();
            });
  }
}
