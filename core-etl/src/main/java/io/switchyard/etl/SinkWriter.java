package io.switchyard.etl;

import static java.util.stream.Collectors.joining;

import io.switchyard.domain.job.etl.EtlSink;
import io.switchyard.domain.job.etl.SinkMode;
import java.util.List;
import org.apache.spark.sql.DataFrameWriter;
import org.apache.spark.sql.DataFrameWriterV2;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.analysis.NoSuchTableException;
import org.apache.spark.storage.StorageLevel;

/** Writes the sinks of a spec. */
final class SinkWriter {

  private final SparkSession spark;
  private final RowsWritten rowsWritten;

  SinkWriter(SparkSession spark, RowsWritten rowsWritten) {
    this.spark = spark;
    this.rowsWritten = rowsWritten;
  }

  /** Writes {@code sink}; its rows are counted under {@code index}. */
  void write(int index, EtlSink sink) throws NoSuchTableException {
    rowsWritten.begin(spark.sparkContext(), index);
    Dataset<Row> rows = spark.table(sink.input());
    Writing writing =
        sink.fold(
            files -> () -> files(files, rows),
            jdbc -> () -> jdbc(jdbc, rows),
            iceberg -> () -> iceberg(index, iceberg, rows));
    writing.run();
    rowsWritten.end(spark.sparkContext(), index);
  }

  @FunctionalInterface
  private interface Writing {
    void run() throws NoSuchTableException;
  }

  private static void files(EtlSink.Files sink, Dataset<Row> rows) {
    writer(rows, sink)
        .partitionBy(sink.partitionBy().toArray(new String[0]))
        .format(sink.type())
        .save(sink.path());
  }

  private static void jdbc(EtlSink.Jdbc sink, Dataset<Row> rows) {
    writer(rows, sink).format("jdbc").option("dbtable", sink.table()).save();
  }

  private static DataFrameWriter<Row> writer(Dataset<Row> rows, EtlSink sink) {
    return rows.write().mode(sink.mode().word()).options(sink.options());
  }

  private void iceberg(int index, EtlSink.Iceberg sink, Dataset<Row> rows)
      throws NoSuchTableException {
    createIfMissing(sink);
    DataFrameWriterV2<Row> writer = rows.writeTo(sink.table().quoted()).options(sink.options());
    if (sink.mode() == SinkMode.MERGE) {
      merge(index, sink, rows);
    } else if (sink.mode() == SinkMode.OVERWRITE) {
      writer.overwritePartitions();
    } else {
      writer.append();
    }
  }

  /** In SQL, because the methods that say the same have other signatures in Spark 3.5 and 4. */
  private void createIfMissing(EtlSink.Iceberg sink) {
    if (spark.catalog().tableExists(sink.table().quoted())) {
      return;
    }
    String partitions =
        sink.partitionBy().isEmpty() ? "" : " PARTITIONED BY (" + quoted(sink.partitionBy()) + ")";
    spark.sql(
        "CREATE TABLE IF NOT EXISTS %s USING iceberg%s AS SELECT * FROM %s WHERE false"
            .formatted(sink.table().quoted(), partitions, quoted(sink.input())));
  }

  /**
   * A merge evaluates its input more than once. It is kept for the while, so that all passes see
   * the same rows even where the query is not deterministic, and so that the rows can be counted.
   */
  private void merge(int index, EtlSink.Iceberg sink, Dataset<Row> rows) {
    rows.persist(StorageLevel.MEMORY_AND_DISK());
    try {
      rowsWritten.merged(index, rows.count());
      requireUniqueKeys(sink);
      String match =
          sink.mergeKeys().stream()
              .map(SinkWriter::quoted)
              .map(key -> "target." + key + " <=> input." + key)
              .collect(joining(" AND "));
      spark.sql(
          "MERGE INTO %s AS target USING %s AS input ON %s WHEN MATCHED THEN UPDATE SET * WHEN NOT MATCHED THEN INSERT *"
              .formatted(sink.table().quoted(), quoted(sink.input()), match));
    } finally {
      rows.unpersist();
    }
  }

  /** Without this, new rows that share a key would all be inserted. */
  private void requireUniqueKeys(EtlSink.Iceberg sink) {
    String keys = quoted(sink.mergeKeys());
    boolean repeated =
        spark
                .sql(
                    "SELECT 1 FROM %s GROUP BY %s HAVING count(*) > 1 LIMIT 1"
                        .formatted(quoted(sink.input()), keys))
                .count()
            > 0;
    if (repeated) {
      throw new IllegalStateException(
          "several rows to merge share the same merge_keys (" + keys + "); keep one row per key");
    }
  }

  private static String quoted(List<String> columns) {
    return columns.stream().map(SinkWriter::quoted).collect(joining(", "));
  }

  private static String quoted(String name) {
    return "`" + name.replace("`", "``") + "`";
  }
}
