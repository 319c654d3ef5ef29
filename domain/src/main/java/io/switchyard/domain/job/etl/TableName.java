package io.switchyard.domain.job.etl;

import static java.util.stream.Collectors.joining;

import io.switchyard.domain.input.InvalidValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The name of a table in a Spark catalog.
 *
 * @param catalog name of the catalog, as in {@code spark.sql.catalog.NAME}; null for the session's
 *     current one
 * @param database one namespace, or several separated by dots; null for the catalog's current one
 * @param table the table itself, without dots
 */
public record TableName(@Nullable String catalog, @Nullable String database, String table) {

  private static final Pattern PART = Pattern.compile("[^\\s.`\"']{1,255}");

  public TableName {
    requirePart("table", table);
    if (catalog != null) {
      requirePart("catalog", catalog);
      if (database == null) {
        throw InvalidValue.at("database", "", "is required where catalog is given", "add it");
      }
    }
    if (database != null) {
      for (String part : database.split("\\.", -1)) {
        requirePart("database", part, database);
      }
    }
  }

  private static void requirePart(String field, String part) {
    requirePart(field, part, part);
  }

  private static void requirePart(String field, String part, String whole) {
    if (!PART.matcher(part).matches()) {
      throw InvalidValue.at(
          field,
          whole,
          "is not a plain name: quotes, dots and white space are not allowed",
          "put the parts of a long name into catalog, database and table");
    }
  }

  /** The parts from the outside in, each quoted with backticks for use in SQL. */
  public String quoted() {
    return parts().stream().map(p -> "`" + p + "`").collect(joining("."));
  }

  @Override
  public String toString() {
    return String.join(".", parts());
  }

  private List<String> parts() {
    List<String> parts = new ArrayList<>();
    if (catalog != null) {
      parts.add(catalog);
    }
    if (database != null) {
      parts.addAll(Arrays.asList(database.split("\\.")));
    }
    parts.add(table);
    return parts;
  }

  void addTo(Map<String, Object> tree) {
    Trees.text(tree, "catalog", catalog);
    Trees.text(tree, "database", database);
    tree.put("table", table);
  }
}
