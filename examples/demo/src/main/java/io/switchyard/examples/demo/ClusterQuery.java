package io.switchyard.examples.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Requests a Spark Connect cluster, opens a session on it through the gateway with Spark's own
 * client, asks it about the files that the ETL job wrote, and has the cluster deleted.
 */
final class ClusterQuery {

  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final Api api;
  private final PrintStream out;
  private final Progress progress;
  private final String gateway;

  ClusterQuery(Api api, PrintStream out, Progress progress, String gateway) {
    this.api = api;
    this.out = out;
    this.progress = progress;
    this.gateway = gateway;
  }

  /** Whether the query's answer is the expected one. */
  boolean run(Path files, Map<String, Long> expected) throws IOException, InterruptedException {
    JsonNode cluster =
        api.requestCluster(
            Map.of(
                "team", "demo-team",
                "environment", "dev",
                "region", "us-west-2",
                "size", "small",
                "ttl", "1h"));
    String id = cluster.path("cluster_id").asText();
    out.printf(
        "%nrequested cluster %s, ready in about %s s%n",
        id, cluster.path("estimated_ready_seconds").asText());
    try {
      return await(id, "running") && matches(query(id, files), expected);
    } finally {
      api.deleteCluster(id);
      await(id, "terminated");
    }
  }

  private boolean await(String id, String status) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < deadline) {
      JsonNode cluster = api.cluster(id);
      progress.show(List.of(cluster));
      String now = cluster.path("status").asText();
      if (now.equals(status) || List.of("failed", "terminated").contains(now)) {
        progress.done();
        if (!now.equals(status)) {
          out.printf("%s is %s: %s%n", id, now, cluster.path("message").asText());
        }
        return now.equals(status);
      }
      Thread.sleep(250);
    }
    throw new IOException(id + " was not " + status + " within " + PATIENCE.toMinutes() + " min");
  }

  private Map<String, Long> query(String cluster, Path files) {
    String url = "sc://" + gateway + "/;x-switchyard-cluster=" + cluster;
    out.println("opening a session at " + url);
    SparkSession spark = SparkSession.builder().remote(url).getOrCreate();
    try {
      List<Row> rows =
          spark
              .sql("SELECT country, SUM(orders) FROM parquet.`" + files + "` GROUP BY country")
              .collectAsList();
      Map<String, Long> orders = new TreeMap<>();
      rows.forEach(row -> orders.put(row.getString(0), row.getLong(1)));
      return orders;
    } finally {
      spark.stop();
    }
  }

  private boolean matches(Map<String, Long> orders, Map<String, Long> expected) {
    out.printf("%n%-10s %10s%n", "COUNTRY", "ORDERS");
    orders.forEach((country, count) -> out.printf(Locale.ROOT, "%-10s %,10d%n", country, count));
    out.println();
    if (!orders.equals(expected)) {
      out.println("WRONG: the query's answer is not " + expected);
      return false;
    }
    out.println("checked: the session on the cluster counted what the job had written");
    return true;
  }
}
