package io.switchyard.etl;

import io.switchyard.domain.job.etl.EtlSource;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Opens the sources of a spec. Only schemas are read here; rows are read when a sink asks. */
final class SourceReader {

  private final SparkSession spark;
  private final RowsRead rowsRead;

  SourceReader(SparkSession spark, RowsRead rowsRead) {
    this.spark = spark;
    this.rowsRead = rowsRead;
  }

  Dataset<Row> read(EtlSource source) {
    Dataset<Row> all = source.fold(this::files, this::jdbc, this::iceberg);
    rowsRead.follow(source.name(), all.queryExecution().analyzed());
    String filter = source.filter();
    return filter == null ? all : all.filter(filter);
  }

  private Dataset<Row> files(EtlSource.Files source) {
    DataFrameReader reader = spark.read().format(source.type());
    String schema = source.schema();
    if (schema != null) {
      reader = reader.schema(schema);
    }
    return reader.options(source.options()).load(source.path());
  }

  private Dataset<Row> jdbc(EtlSource.Jdbc source) {
    DataFrameReader reader = spark.read().format("jdbc").options(source.options());
    String table = source.table();
    String query = source.query();
    if (table != null) {
      reader = reader.option("dbtable", table);
    }
    if (query != null) {
      reader = reader.option("query", query);
    }
    return reader.load();
  }

  private Dataset<Row> iceberg(EtlSource.Iceberg source) {
    return spark.read().options(source.options()).table(source.table().quoted());
  }
}
