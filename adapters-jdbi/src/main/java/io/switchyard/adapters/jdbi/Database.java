package io.switchyard.adapters.jdbi;

import io.switchyard.ports.TargetFailure;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;

/** Runs pieces of work on the pool; what goes wrong comes out as {@link TargetFailure}. */
final class Database {

  private final Jdbi jdbi;

  private final String flush;
  private final GroupFlush group = new GroupFlush();
  private final Silence silence = new Silence();

  /**
   * @param flush a statement that brings what was committed onto the disk; empty if commits do
   */
  Database(DataSource pool, String flush) {
    this.flush = flush;
    this.jdbi = Jdbi.create(pool);
    jdbi.getConfig(SqlStatements.class)
        // Statements are finished text; a "<" in them compares.
        .setTemplateEngine((sql, context) -> sql)
        // A row binds all it has; not every statement writes all of it.
        .setUnusedBindingAllowed(true);
    jdbi.registerArgument(new Column.Moments());
    jdbi.registerArrayType(String.class, "varchar");
    jdbi.registerRowMapper(ExecutionRow.class, ExecutionRow::map);
    jdbi.registerRowMapper(JobRow.class, JobRow::map);
    jdbi.registerRowMapper(ClusterRow.class, ClusterRow::map);
  }

  /**
   * Statements that each see what is committed when they start.
   *
   * @param what for messages, as in "the store could not …"
   */
  <T> T read(String what, Function<Handle, T> work) {
    return answered(what, () -> jdbi.withHandle(work::apply));
  }

  /** Statements that all see what was committed when the first one started. */
  <T> T readAtOnce(String what, Function<Handle, T> work) {
    return answered(
        what, () -> jdbi.inTransaction(TransactionIsolationLevel.REPEATABLE_READ, work::apply));
  }

  private <T> T answered(String what, Supplier<T> reading) {
    return silence.unless(
        what,
        () -> {
          try {
            return reading.get();
          } catch (JdbiException e) {
            throw StoreFailures.failed(what, e, false);
          }
        });
  }

  /** Statements that are all written, or not at all; durable on return. */
  <T> T write(String what, Function<Handle, T> work) {
    return write(what, work, flush);
  }

  /** As {@link #write}, but a crash of the machine just after may undo it. */
  <T> T lease(String what, Function<Handle, T> work) {
    return write(what, work, "");
  }

  private <T> T write(String what, Function<Handle, T> work, String afterwards) {
    return silence.unless(what, () -> written(what, work, afterwards));
  }

  private <T> T written(String what, Function<Handle, T> work, String afterwards) {
    var committing = new AtomicBoolean();
    try {
      return jdbi.withHandle(
          handle -> {
            T result =
                handle.inTransaction(
                    transaction -> {
                      T written = work.apply(transaction);
                      committing.set(true);
                      return written;
                    });
            if (!afterwards.isEmpty()) {
              group.afterCommit(() -> handle.execute(afterwards));
            }
            return result;
          });
    } catch (JdbiException e) {
      throw StoreFailures.failed(what, e, committing.get());
    }
  }
}
