package io.switchyard.adapters.jdbi;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import org.jdbi.v3.core.argument.AbstractArgumentFactory;
import org.jdbi.v3.core.argument.Argument;
import org.jdbi.v3.core.config.ConfigRegistry;
import org.jspecify.annotations.Nullable;

/** Moments and texts as both databases can hold them. */
final class Column {

  /** The cause of a failure is one line; a driver that shouts must not fill the store. */
  static final int MAX_TEXT = 32_768;

  private Column() {}

  /** Binds moments with their offset; JDBI's own way goes through the zone of the machine. */
  static final class Moments extends AbstractArgumentFactory<Instant> {
    Moments() {
      super(Types.TIMESTAMP_WITH_TIMEZONE);
    }

    @Override
    protected Argument build(Instant moment, ConfigRegistry config) {
      var micros = OffsetDateTime.ofInstant(moment.truncatedTo(ChronoUnit.MICROS), ZoneOffset.UTC);
      return (position, statement, context) -> statement.setObject(position, micros);
    }
  }

  static @Nullable Instant moment(ResultSet row, String column) throws SQLException {
    OffsetDateTime moment = row.getObject(column, OffsetDateTime.class);
    return moment == null ? null : moment.toInstant();
  }

  static Instant givenMoment(ResultSet row, String column) throws SQLException {
    return Objects.requireNonNull(moment(row, column), column);
  }

  /** The moment in whole microseconds, which is what the databases keep. */
  static @Nullable Instant storable(@Nullable Instant moment) {
    return moment == null ? null : moment.truncatedTo(ChronoUnit.MICROS);
  }

  /**
   * The text without what PostgreSQL cannot hold (NUL, halves of surrogate pairs), cut to {@value
   * #MAX_TEXT} characters, so that what a backend says can never keep a state from being written.
   */
  static @Nullable String storable(@Nullable String text) {
    if (text == null) {
      return null;
    }
    String cut = text.length() > MAX_TEXT ? text.substring(0, MAX_TEXT - 1) + "…" : text;
    boolean clean = cut.chars().allMatch(c -> c != 0 && !Character.isSurrogate((char) c));
    return clean ? cut : cleaned(cut);
  }

  private static String cleaned(String text) {
    var clean = new StringBuilder(text.length());
    text.codePoints()
        .map(
            c ->
                c == 0 || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE)
                    ? 0xFFFD
                    : c)
        .forEach(clean::appendCodePoint);
    return clean.toString();
  }
}
