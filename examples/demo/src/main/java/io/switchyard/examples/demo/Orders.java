package io.switchyard.examples.demo;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The ETL job of the demo, and what it must come to: the same sum is made here in plain Java, so
 * that the demo checks Spark's work and not its own wishes.
 *
 * @param csv the order events
 * @param output where the job writes
 */
record Orders(Path csv, Path output) {

  private static final String BY_DAY =
      """
      SELECT country, CAST(event_time AS DATE) AS day, category,
             COUNT(*) AS orders, ROUND(SUM(amount), 2) AS revenue
      FROM orders
      GROUP BY country, CAST(event_time AS DATE), category
      """;

  /** The body of the submission. */
  Map<String, Object> job() {
    var source =
        Map.of(
            "name",
            "orders",
            "type",
            "csv",
            "path",
            csv.toString(),
            "schema",
            "order_id INT, event_time TIMESTAMP, country STRING, category STRING,"
                + " status STRING, amount DOUBLE",
            "filter",
            "status = 'completed'",
            "options",
            Map.of("header", "true"));
    var sink =
        Map.of(
            "type",
            "parquet",
            "path",
            output.toString(),
            "mode",
            "overwrite",
            "partition_by",
            List.of("country"));
    var jobSpec =
        Map.of(
            "sources", List.of(source),
            "transformations", List.of(Map.of("name", "revenue_by_day", "query", BY_DAY)),
            "sinks", List.of(sink));
    return Map.of(
        "name", "orders-by-day",
        "team", "demo-team",
        "config",
            Map.of(
                "job_type",
                "BATCH",
                "core_etl",
                Map.of("version", "2.7.0", "job_spec", jobSpec),
                "resources",
                Demo.SMALL,
                "spark_config",
                Demo.QUICK));
  }

  /** What the job's metrics must say: rows that pass the source's filter, and rows written. */
  record Expected(long read, long written, Map<String, Long> perCountry) {

    Set<String> countries() {
      return perCountry.keySet();
    }
  }

  Expected expected() throws IOException {
    try (Stream<String> lines = Files.lines(csv)) {
      List<String[]> completed =
          lines
              .skip(1)
              .map(line -> line.split(","))
              .filter(row -> row[4].equals("completed"))
              .toList();
      Map<String, Long> groups =
          completed.stream()
              .collect(
                  groupingBy(
                      row -> row[2] + "|" + row[1].substring(0, 10) + "|" + row[3],
                      TreeMap::new,
                      counting()));
      Map<String, Long> perCountry =
          completed.stream().collect(groupingBy(row -> row[2], TreeMap::new, counting()));
      return new Expected(completed.size(), groups.size(), perCountry);
    }
  }

  /** What is wrong with the written files; empty if nothing. */
  List<String> problems(Expected expected) throws IOException {
    if (!Files.exists(output.resolve("_SUCCESS"))) {
      return List.of(output + " has no _SUCCESS marker");
    }
    return expected.countries().stream()
        .map(country -> output.resolve("country=" + country))
        .filter(partition -> !hasParquet(partition))
        .map(partition -> partition + " holds no whole parquet file")
        .toList();
  }

  private static boolean hasParquet(Path partition) {
    try (Stream<Path> files = Files.list(partition)) {
      List<Path> parquet = files.filter(f -> f.toString().endsWith(".parquet")).toList();
      for (Path file : parquet) {
        if (!magicAtBothEnds(file)) {
          return false;
        }
      }
      return !parquet.isEmpty();
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean magicAtBothEnds(Path file) throws IOException {
    try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "r")) {
      byte[] head = new byte[4];
      byte[] tail = new byte[4];
      bytes.readFully(head);
      bytes.seek(bytes.length() - 4);
      bytes.readFully(tail);
      return new String(head, US_ASCII).equals("PAR1") && new String(tail, US_ASCII).equals("PAR1");
    }
  }
}
