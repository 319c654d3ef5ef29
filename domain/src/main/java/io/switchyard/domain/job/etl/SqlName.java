package io.switchyard.domain.job.etl;

import io.switchyard.domain.input.InvalidValue;
import java.util.regex.Pattern;

/** The rule for names that SQL must be able to say without quotes. */
final class SqlName {

  private static final Pattern SHAPE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,127}");

  private SqlName() {}

  static void require(String field, String name) {
    if (!SHAPE.matcher(name).matches()) {
      throw InvalidValue.at(
          field,
          name,
          "is not an SQL name",
          "use up to 128 letters, digits and underscores, a digit not first");
    }
  }
}
