package io.switchyard.adapters.jdbi;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What differs between the databases, apart from the words of their errors. */
enum Vendor {
  H2 {
    /**
     * Without a write delay a commit is in the file when it returns; H2 waits half a second. A
     * thread that is interrupted while it writes closes the file for all of them, unless H2 uses
     * its asynchronous channel. We close the database ourselves: H2's shutdown hook would close it
     * under a draining work loop. Its cache takes a sixteenth of the heap unless told.
     */
    @Override
    String complete(String url) {
      return withDefaults(
          url.replaceFirst("^jdbc:h2:(?:file:|(?=/))", "jdbc:h2:async:"),
          Map.of("WRITE_DELAY", "0", "DB_CLOSE_ON_EXIT", "FALSE", "CACHE_SIZE", "4096"));
    }

    @Override
    Map<String, String> properties() {
      return Map.of();
    }

    /** A commit is in the operating system's hands, which survives us but not a power cut. */
    @Override
    String flush() {
      return "checkpoint sync";
    }

    /** The file is this process's alone. */
    @Override
    boolean locksSchema(Statement statement) {
      return true;
    }

    @Override
    Map<String, String> placeholders() {
      return Map.of(
          "bytewise", "",
          "only_due", "",
          "only_ended", "",
          "only_queued", "",
          "only_watched", "",
          "queued_first", "state,");
    }

    /** One process has the file, so it can keep the order itself. */
    @Override
    String eventGroup() {
      return ":ticket";
    }

    @Override
    String eventHorizon() {
      return ":horizon";
    }

    @Override
    String resumeEvents() {
      return "";
    }

    /** Whoever had the file before is gone, since we have it. */
    @Override
    List<String> freeClaims() {
      return List.of(
          "update executions set lease_until = null where lease_until is not null",
          "update log_captures set lease_until = null where lease_until is not null",
          "update watches set lease_until = null where lease_until is not null",
          "update sessions set lease_until = null where lease_until is not null");
    }
  },

  POSTGRESQL {
    @Override
    String complete(String url) {
      return url;
    }

    /** A server that is gone without a word must not hold a thread for ever; seconds. */
    @Override
    Map<String, String> properties() {
      return Map.of(
          "connectTimeout", "3",
          "socketTimeout", "10",
          "tcpKeepAlive", "true",
          "ApplicationName", "switchyard");
    }

    @Override
    String flush() {
      return "";
    }

    /** Asked again and again rather than waited for: an answer must come within socketTimeout. */
    @Override
    boolean locksSchema(Statement statement) throws SQLException {
      try (ResultSet answer = statement.executeQuery(LOCK)) {
        return answer.next() && answer.getBoolean(1);
      }
    }

    @Override
    Map<String, String> placeholders() {
      return Map.of(
          "bytewise", "collate \"C\"",
          "only_due", "where due_at is not null",
          "only_ended", "where ended_at is not null",
          "only_queued", "where state = 'QUEUED'",
          "only_watched", "where state in ('SUBMITTED', 'RUNNING')",
          "queued_first", "");
    }

    /** The transaction's own number, given to it at its first write; it has 64 bits. */
    @Override
    String eventGroup() {
      return "(select base from event_order) + pg_current_xact_id()::text::bigint";
    }

    /** The lowest number under way on the server; all below have ended, and the statement knows. */
    @Override
    String eventHorizon() {
      return "(select base from event_order)"
          + " + pg_snapshot_xmin(pg_current_snapshot())::text::bigint";
    }

    @Override
    String resumeEvents() {
      return """
          update event_order
          set base = (select max(tx) from events) + 1 - pg_current_xact_id()::text::bigint
          where base + pg_current_xact_id()::text::bigint <= (select max(tx) from events)
          """;
    }

    @Override
    List<String> freeClaims() {
      return List.of();
    }
  };

  /** The key spells "schema" in ASCII; a database has its keys to itself. */
  private static final String LOCK = "select pg_try_advisory_lock(x'736368656d61'::bigint)";

  /** The database that a JDBC URL is for; empty if the store does not know it. */
  static Optional<Vendor> of(String url) {
    if (url.startsWith("jdbc:h2:")) {
      return Optional.of(H2);
    }
    return url.startsWith("jdbc:postgresql:") ? Optional.of(POSTGRESQL) : Optional.empty();
  }

  /** The URL with what the store needs added; what it says already stays. */
  abstract String complete(String url);

  /** Properties of a connection; those in the URL win. */
  abstract Map<String, String> properties();

  /** A statement that brings what was committed onto the disk; empty if a commit does. */
  abstract String flush();

  /** Whether the statement's connection may change the schema now, and no other until it closes. */
  abstract boolean locksSchema(Statement statement) throws SQLException;

  /** What the migrations leave open. */
  abstract Map<String, String> placeholders();

  /** SQL for the place of the running transaction among all that write events. */
  abstract String eventGroup();

  /** SQL for a place below which every transaction has ended and is visible to the statement. */
  abstract String eventHorizon();

  /**
   * A statement that makes places of transactions to come higher than those that are taken, after
   * the data moved to a server that counts from elsewhere; empty if that cannot be.
   */
  abstract String resumeEvents();

  /**
   * Statements that free what processes have claimed that cannot be alive any more, so that nobody
   * waits for their leases to run out.
   */
  abstract List<String> freeClaims();

  private static String withDefaults(String url, Map<String, String> settings) {
    String given = url.toUpperCase(Locale.ROOT);
    var completed = new StringBuilder(url);
    settings.forEach(
        (key, value) -> {
          if (!given.contains(";" + key + "=")) {
            completed.append(';').append(key).append('=').append(value);
          }
        });
    return completed.toString();
  }
}
