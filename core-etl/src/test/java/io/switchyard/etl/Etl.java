package io.switchyard.etl;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Runs specs in this process as the driver would, and looks at what they left behind. */
final class Etl implements AutoCloseable {

  private final Path folder;
  private final Map<String, String> conf = new TreeMap<>();

  /**
   * @param folder takes the specs, the warehouse and the Iceberg catalog {@code lake}
   */
  Etl(Path folder) {
    this.folder = folder;
    conf.put("spark.master", "local[2]");
    conf.put("spark.app.name", "test");
    conf.put("spark.ui.enabled", "false");
    conf.put("spark.driver.host", "127.0.0.1");
    conf.put("spark.driver.bindAddress", "127.0.0.1");
    conf.put("spark.sql.shuffle.partitions", "2");
    conf.put("spark.local.dir", folder.resolve("local").toString());
    conf.put("spark.sql.warehouse.dir", folder.resolve("warehouse").toString());
    conf.put("spark.sql.catalog.lake", "org.apache.iceberg.spark.SparkCatalog");
    conf.put("spark.sql.catalog.lake.type", "hadoop");
    conf.put("spark.sql.catalog.lake.warehouse", folder.resolve("lake").toUri().toString());
    conf.forEach(System::setProperty);
  }

  /** Runs a spec given as JSON with single quotes for double and {@code @} for the folder. */
  String run(String spec) throws IOException {
    return main("--spec-file", file("spec.json", json(spec)).toString());
  }

  String json(String spec) {
    return spec.replace('\'', '"').replace("@", folder.toString());
  }

  static String main(String... args) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      Main.run(
          args, InputStream.nullInputStream(), new PrintStream(out, true, StandardCharsets.UTF_8));
    } catch (EtlFailure e) {
      throw new Failed(e, out.toString(StandardCharsets.UTF_8));
    }
    return out.toString(StandardCharsets.UTF_8);
  }

  /** A run that failed, with what it had printed. */
  static final class Failed extends RuntimeException {
    private static final long serialVersionUID = 1L;
    final String printed;

    Failed(EtlFailure failure, String printed) {
      super(failure.getMessage(), failure);
      this.printed = printed;
    }
  }

  Path file(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  /** The rows of a query, each as the text of its values; {@code @} stands for the folder. */
  List<String> query(String sql) {
    SparkSession spark = SparkSession.builder().getOrCreate();
    try {
      return spark.sql(sql.replace("@", folder.toString())).collectAsList().stream()
          .map(Row::toString)
          .toList();
    } finally {
      spark.stop();
    }
  }

  static String text(Object tree) throws IOException {
    return new ObjectMapper().writeValueAsString(tree);
  }

  @Override
  public void close() {
    conf.keySet().forEach(System::clearProperty);
  }
}
