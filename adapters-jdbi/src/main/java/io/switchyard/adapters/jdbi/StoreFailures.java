package io.switchyard.adapters.jdbi;

import io.switchyard.ports.TargetFailure;
import io.switchyard.ports.TargetFailure.Kind;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransientConnectionException;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the errors of the databases mean; the one place that knows their codes. */
final class StoreFailures {

  private static final String UNIQUE_VIOLATION = "23505";

  /** PostgreSQL: shutting down, crashed, starting, full; a statement or a lock out of time. */
  private static final Set<String> POSTGRESQL_AWAY =
      Set.of("57P01", "57P02", "57P03", "53300", "57014", "55P03");

  /** H2: connection broken, database closed or closing, file not writable or not readable. */
  private static final Set<Integer> H2_AWAY = Set.of(90067, 90098, 90121, 90031, 90028);

  private static final int H2_LOCK_TIMEOUT = 50200;

  private static final int H2_FILE_IN_USE = 90020;

  private StoreFailures() {}

  /**
   * What happened to a call.
   *
   * @param what the call, as in "the store could not …"
   * @param committing whether the commit had been sent, so that it may have taken place
   */
  static TargetFailure failed(String what, RuntimeException error, boolean committing) {
    SQLException cause = sql(error).orElse(null);
    Kind kind = cause != null && away(cause) ? Kind.UNREACHABLE : Kind.BROKEN;
    String message =
        (kind == Kind.UNREACHABLE ? "the store does not answer: " : "the store failed: ")
            + "could not "
            + what
            + ": "
            + sentence(cause == null ? error : cause);
    return committing
        ? TargetFailure.unknownEffect(kind, message, error)
        : TargetFailure.withoutEffect(kind, message, error);
  }

  /** A row that another release wrote, or a person. */
  static TargetFailure notUnderstood(String what, IllegalArgumentException why) {
    return TargetFailure.withoutEffect(
        Kind.BROKEN,
        what
            + " was written by a release of Switchyard that this one does not understand ("
            + why.getMessage()
            + "); upgrade this one",
        why);
  }

  /** What keeps the store from being opened, and what to do. */
  static TargetFailure notOpened(StoreConfig config, Exception error) {
    SQLException cause = sql(error).orElse(null);
    String where = shown(config.url());
    if (cause == null) {
      return TargetFailure.withoutEffect(
          Kind.BROKEN, "the store at " + where + " cannot be opened: " + sentence(error), error);
    }
    String state = String.valueOf(cause.getSQLState());
    if (cause.getErrorCode() == H2_FILE_IN_USE) {
      return TargetFailure.withoutEffect(
          Kind.UNREACHABLE,
          "the store's file "
              + h2File(config.url())
              + " is in use by another process; stop that process, or give this one a store of its"
              + " own; several processes can share a PostgreSQL",
          error);
    } else if (state.startsWith("28")) {
      return TargetFailure.withoutEffect(
          Kind.FORBIDDEN,
          "the store at "
              + where
              + " does not let user "
              + config.user()
              + " in; check the store's user and password: "
              + sentence(cause),
          error);
    } else if (state.equals("3D000")) {
      return TargetFailure.withoutEffect(
          Kind.REJECTED,
          "the store at " + where + " is not there; create the database: " + sentence(cause),
          error);
    } else if (away(cause)) {
      return TargetFailure.withoutEffect(
          Kind.UNREACHABLE,
          "the store at "
              + where
              + " cannot be reached; check the store's url, and that the database runs: "
              + sentence(cause),
          error);
    }
    return TargetFailure.withoutEffect(
        Kind.BROKEN, "the store at " + where + " cannot be opened: " + sentence(cause), error);
  }

  /** Whether a row with such a key is there already. */
  static boolean isDuplicate(RuntimeException error) {
    return sql(error).map(SQLException::getSQLState).filter(UNIQUE_VIOLATION::equals).isPresent();
  }

  private static boolean away(SQLException error) {
    String state = String.valueOf(error.getSQLState());
    return error instanceof SQLTransientConnectionException
        || error instanceof SQLTimeoutException
        || state.startsWith("08")
        || POSTGRESQL_AWAY.contains(state)
        || error.getErrorCode() == H2_LOCK_TIMEOUT
        || h2Away(error);
  }

  /** Whether H2 means that no connection made before this error is of any use. */
  static boolean h2Away(SQLException error) {
    return H2_AWAY.contains(error.getErrorCode());
  }

  private static Optional<SQLException> sql(Throwable error) {
    for (@Nullable Throwable t = error; t != null; t = t.getCause()) {
      if (t instanceof SQLException sql) {
        return Optional.of(sql);
      }
    }
    return Optional.empty();
  }

  /** The first line: what follows are positions, hints, or the whole statement. */
  private static String sentence(Throwable error) {
    return String.valueOf(error.getMessage()).lines().findFirst().orElse("");
  }

  /** The URL without its settings. */
  static String shown(String url) {
    return url.split("[;?]", 2)[0];
  }

  private static String h2File(String url) {
    return shown(url).replaceFirst("^jdbc:h2:(?:[a-zA-Z]{2,}:)*", "") + ".mv.db";
  }
}
