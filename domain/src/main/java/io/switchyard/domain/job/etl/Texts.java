package io.switchyard.domain.job.etl;

import io.switchyard.domain.input.InvalidValue;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Rules for texts that the records of a spec share. */
final class Texts {

  private Texts() {}

  static void requireNonBlank(String field, String text) {
    if (text.isBlank()) {
      throw InvalidValue.at(field, "", "is blank", "give it a value");
    }
  }

  static void requireNonBlankIfGiven(String field, @Nullable String text) {
    if (text != null) {
      requireNonBlank(field, text);
    }
  }

  /** Columns: each named once, none blank. */
  static List<String> columns(String field, List<String> columns) {
    for (int i = 0; i < columns.size(); i++) {
      String column = columns.get(i);
      String path = field + "[" + i + "]";
      requireNonBlank(path, column);
      if (columns.indexOf(column) < i) {
        throw InvalidValue.at(path, column, "is in the list twice", "leave one of them out");
      }
    }
    return List.copyOf(columns);
  }

  static String shown(EtlSource source) {
    return shown(
        "source " + source.name(), source.type(), source.place(), source.options().keySet());
  }

  static String shown(EtlSink sink) {
    return shown("sink of " + sink.input(), sink.type(), sink.place(), sink.options().keySet());
  }

  private static String shown(String what, String type, String place, Set<String> options) {
    return what + " (" + type + ", " + place + ", options " + new TreeSet<>(options) + ")";
  }
}
