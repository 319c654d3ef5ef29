package io.switchyard.domain.job.etl;

import io.switchyard.domain.input.DidYouMean;
import io.switchyard.domain.input.InvalidValue;
import java.util.List;
import java.util.Map;

/**
 * The options of a JDBC source or sink, as Spark's JDBC data source names them: {@code url}, and as
 * the database needs {@code user}, {@code password}, {@code driver} and others.
 *
 * <p>No value is ever repeated in a message: a URL may hold a password as well.
 */
final class JdbcOptions {

  private static final List<String> OWN_FIELDS = List.of("dbtable", "table", "query");

  private JdbcOptions() {}

  static Map<String, String> checked(Map<String, String> options) {
    String url = options.getOrDefault("url", "");
    if (url.isBlank()) {
      String fix =
          DidYouMean.among(options.keySet(), "url")
              .map(near -> "did you mean url where it says " + near + "?")
              .orElse("add it: jdbc:…");
      throw InvalidValue.at("options.url", "", "is required for jdbc", fix);
    }
    if (!url.startsWith("jdbc:")) {
      throw InvalidValue.at("options.url", "", "does not begin with jdbc:", "");
    }
    for (String field : OWN_FIELDS) {
      if (options.containsKey(field)) {
        throw InvalidValue.at(
            "options." + field,
            "",
            "is not an option here",
            "use the field " + (field.equals("query") ? "query" : "table"));
      }
    }
    return Map.copyOf(options);
  }
}
