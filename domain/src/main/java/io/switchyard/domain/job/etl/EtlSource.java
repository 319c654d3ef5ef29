package io.switchyard.domain.job.etl;

import io.switchyard.domain.input.InvalidValue;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Where rows come from. Its rows are a view with the source's name in the SQL of transformations.
 *
 * <p>{@link #toString} shows the names of the options and never their values, which may be secret.
 */
public sealed interface EtlSource {

  /** The view's name, an SQL identifier. */
  String name();

  /** A SQL condition that rows must meet, pushed down to the source where it can; null for all. */
  @Nullable String filter();

  /** Options handed to Spark's reader as they are. */
  Map<String, String> options();

  /** The word for this kind in a spec, which is also Spark's name for it. */
  String type();

  /** What is read, for people: a path, a table's name. Holds no secret. */
  String place();

  /** The source as it is written in a spec, with secrets in the clear. */
  Map<String, Object> toTree();

  /** One answer for each kind of source. */
  <T> T fold(
      Function<? super Files, ? extends T> files,
      Function<? super Jdbc, ? extends T> jdbc,
      Function<? super Iceberg, ? extends T> iceberg);

  /**
   * Files below a path.
   *
   * @param path a file, a folder or a pattern, in any file system that Spark knows
   * @param schema columns and types in DDL, such as {@code id LONG, day DATE}; null to infer it
   */
  record Files(
      String name,
      FileFormat format,
      String path,
      @Nullable String filter,
      @Nullable String schema,
      Map<String, String> options)
      implements EtlSource {

    public Files {
      SqlName.require("name", name);
      Texts.requireNonBlank("path", path);
      Texts.requireNonBlankIfGiven("filter", filter);
      Texts.requireNonBlankIfGiven("schema", schema);
      if (schema != null && !format.takesSchema()) {
        throw InvalidValue.at("schema", "", notForSchema(format), "leave it out");
      }
      options = Map.copyOf(options);
    }

    private static String notForSchema(FileFormat format) {
      return "does not apply to " + format.word() + ", whose files carry their own";
    }

    @Override
    public String type() {
      return format.word();
    }

    @Override
    public String place() {
      return path;
    }

    @Override
    public Map<String, Object> toTree() {
      Map<String, Object> tree = Trees.source(this);
      tree.put("path", path);
      Trees.text(tree, "schema", schema);
      return tree;
    }

    @Override
    public <T> T fold(
        Function<? super Files, ? extends T> files,
        Function<? super Jdbc, ? extends T> jdbc,
        Function<? super Iceberg, ? extends T> iceberg) {
      return files.apply(this);
    }

    @Override
    public String toString() {
      return Texts.shown(this);
    }
  }

  /**
   * A table or a query of a database.
   *
   * @param table the table's name as the database knows it; null where there is a query
   * @param query a SELECT in the database's own SQL; null where there is a table
   */
  record Jdbc(
      String name,
      @Nullable String table,
      @Nullable String query,
      @Nullable String filter,
      Map<String, String> options)
      implements EtlSource {

    public Jdbc {
      SqlName.require("name", name);
      Texts.requireNonBlankIfGiven("table", table);
      Texts.requireNonBlankIfGiven("query", query);
      Texts.requireNonBlankIfGiven("filter", filter);
      if ((table == null) == (query == null)) {
        throw table == null
            ? InvalidValue.at("table", "", "is required for jdbc", "add table or query")
            : InvalidValue.at("query", "", "cannot stand beside table", "leave one of them out");
      }
      options = JdbcOptions.checked(options);
    }

    @Override
    public String type() {
      return "jdbc";
    }

    @Override
    public String place() {
      return table == null ? "query" : table;
    }

    @Override
    public Map<String, Object> toTree() {
      Map<String, Object> tree = Trees.source(this);
      Trees.text(tree, "table", table);
      Trees.text(tree, "query", query);
      return tree;
    }

    @Override
    public <T> T fold(
        Function<? super Files, ? extends T> files,
        Function<? super Jdbc, ? extends T> jdbc,
        Function<? super Iceberg, ? extends T> iceberg) {
      return jdbc.apply(this);
    }

    @Override
    public String toString() {
      return Texts.shown(this);
    }
  }

  /** An Iceberg table of a catalog that the job's {@code spark_config} declares. */
  record Iceberg(String name, TableName table, @Nullable String filter, Map<String, String> options)
      implements EtlSource {

    public Iceberg {
      SqlName.require("name", name);
      Texts.requireNonBlankIfGiven("filter", filter);
      options = Map.copyOf(options);
    }

    @Override
    public String type() {
      return "iceberg";
    }

    @Override
    public String place() {
      return table.toString();
    }

    @Override
    public Map<String, Object> toTree() {
      Map<String, Object> tree = Trees.source(this);
      table.addTo(tree);
      return tree;
    }

    @Override
    public <T> T fold(
        Function<? super Files, ? extends T> files,
        Function<? super Jdbc, ? extends T> jdbc,
        Function<? super Iceberg, ? extends T> iceberg) {
      return iceberg.apply(this);
    }

    @Override
    public String toString() {
      return Texts.shown(this);
    }
  }
}
