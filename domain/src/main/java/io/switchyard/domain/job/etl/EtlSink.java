package io.switchyard.domain.job.etl;

import io.switchyard.domain.input.InvalidValue;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Where rows go.
 *
 * <p>{@link #toString} shows the names of the options and never their values, which may be secret.
 */
public sealed interface EtlSink {

  /** The name of the source or transformation whose rows are written. */
  String input();

  SinkMode mode();

  /** Options handed to Spark's writer as they are. */
  Map<String, String> options();

  /** The word for this kind in a spec, which is also Spark's name for it. */
  String type();

  /** Where the rows go, for people: a path, a table's name. Holds no secret. */
  String place();

  /** The sink as it is written in a spec, with secrets in the clear. */
  Map<String, Object> toTree();

  /** One answer for each kind of sink. */
  <T> T fold(
      Function<? super Files, ? extends T> files,
      Function<? super Jdbc, ? extends T> jdbc,
      Function<? super Iceberg, ? extends T> iceberg);

  /**
   * Files below a path.
   *
   * @param path a folder in any file system that Spark knows
   * @param partitionBy columns that become folders, outermost first
   */
  record Files(
      String input,
      FileFormat format,
      String path,
      SinkMode mode,
      List<String> partitionBy,
      Map<String, String> options)
      implements EtlSink {

    public Files {
      Texts.requireNonBlank("input", input);
      Texts.requireNonBlank("path", path);
      refuseMerge(mode, format.word());
      partitionBy = Texts.columns("partition_by", partitionBy);
      options = Map.copyOf(options);
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
      Map<String, Object> tree = Trees.sink(this);
      tree.put("path", path);
      Trees.list(tree, "partition_by", partitionBy);
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
   * A table of a database, made where it does not exist.
   *
   * @param table the table's name as the database knows it
   */
  record Jdbc(String input, String table, SinkMode mode, Map<String, String> options)
      implements EtlSink {

    public Jdbc {
      Texts.requireNonBlank("input", input);
      Texts.requireNonBlank("table", table);
      refuseMerge(mode, "jdbc");
      options = JdbcOptions.checked(options);
    }

    @Override
    public String type() {
      return "jdbc";
    }

    @Override
    public String place() {
      return table;
    }

    @Override
    public Map<String, Object> toTree() {
      Map<String, Object> tree = Trees.sink(this);
      tree.put("table", table);
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

  /**
   * An Iceberg table of a catalog that the job's {@code spark_config} declares, made where it does
   * not exist.
   *
   * @param partitionBy columns to partition by where the table is made; a table that exists keeps
   *     its own partitioning
   * @param mergeKeys columns that tell rows apart; given with mode merge and only then
   */
  record Iceberg(
      String input,
      TableName table,
      SinkMode mode,
      List<String> partitionBy,
      List<String> mergeKeys,
      Map<String, String> options)
      implements EtlSink {

    public Iceberg {
      Texts.requireNonBlank("input", input);
      partitionBy = Texts.columns("partition_by", partitionBy);
      mergeKeys = Texts.columns("merge_keys", mergeKeys);
      boolean merge = mode == SinkMode.MERGE;
      if (merge && mergeKeys.isEmpty()) {
        throw InvalidValue.at(
            "merge_keys",
            "",
            "is required for mode merge",
            "list the columns that tell rows apart");
      }
      if (!merge && !mergeKeys.isEmpty()) {
        throw InvalidValue.at(
            "merge_keys", "", "applies to mode merge only", "leave it out or use mode merge");
      }
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
      Map<String, Object> tree = Trees.sink(this);
      table.addTo(tree);
      Trees.list(tree, "partition_by", partitionBy);
      Trees.list(tree, "merge_keys", mergeKeys);
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

  private static void refuseMerge(SinkMode mode, String type) {
    if (mode == SinkMode.MERGE) {
      throw InvalidValue.at(
          "mode",
          mode.word(),
          "is not possible for " + type + ", only for iceberg",
          "use append or overwrite");
    }
  }
}
