package io.switchyard.benchmarks.clusters;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lpad;
import static org.apache.spark.sql.functions.sum;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * What {@code benchmarks/reattach/client.py} does, with the JVM client; the same arguments. And one
 * more: {@code parts <megabytes> <number>} reads a result in so many parts, each but the first when
 * a line comes in.
 */
final class Reader {

  private final SparkSession spark;
  private final String tag;

  private Reader(SparkSession spark, String tag) {
    this.spark = spark;
    this.tag = tag;
  }

  public static void main(String[] args) throws Exception {
    SparkSession spark = SparkSession.builder().remote(args[0]).getOrCreate();
    spark.range(7).createOrReplaceTempView("kept");
    say("begun", args[2]);
    Reader reader = new Reader(spark, args[1]);
    int size = Integer.parseInt(args[3]);
    int seconds = Integer.parseInt(args[4]);
    switch (args[2]) {
      case "query" -> reader.query(size, seconds);
      case "collect" -> reader.collect(rows(size), seconds);
      case "parts" -> reader.parts(rows(size), seconds);
      default -> reader.bulk(rows(size), seconds);
    }
    spark.clearTags();
    say("view", spark.table("kept").count());
    try {
      spark.stop();
    } catch (IllegalStateException leak) {
      // The client counts what a local iterator held as leaked.
    }
    say("end", "stopped");
    // Threads of the client would live on for a while.
    System.exit(0);
  }

  private static long rows(int megabytes) {
    return megabytes * 1_000_000L / 108;
  }

  private static void say(String name, Object value) {
    System.out.println(name + ": " + value);
  }

  private void query(int rows, int seconds) {
    Dataset<Row> slow =
        spark
            .range(0, rows, 1, 1)
            .select(
                col("id"),
                expr(
                    "reflect('java.lang.Thread', 'sleep', %dL) as slept"
                        .formatted(seconds * 1000 / rows)));
    Dataset<Row> answer = slow.agg(count(col("slept")), sum("id"));
    spark.addTag(tag);
    List<Row> all = answer.collectAsList();
    say("query", "(" + all.get(0).get(0) + ", " + all.get(0).get(1) + ")");
  }

  /** Rows of 100 letters: about as many bytes of Arrow on the wire as was asked for. */
  private Dataset<Row> letters(long rows) {
    return spark
        .range(0, rows, 1, 64)
        .select(col("id"), lpad(col("id").cast("string"), 100, "x").as("text"));
  }

  private void collect(long rows, int seconds) throws InterruptedException {
    Dataset<Row> letters = letters(rows);
    spark.addTag(tag);
    say("collect", read(letters.toLocalIterator(), rows, seconds));
  }

  private void parts(long rows, int parts) throws IOException, InterruptedException {
    Dataset<Row> letters = letters(rows);
    spark.addTag(tag);
    Iterator<Row> all = letters.toLocalIterator();
    for (int part = 1; part < parts; part++) {
      say("part", read(all, rows / parts, 0));
      while (System.in.read() > '\n') {
        // Whatever the line says.
      }
    }
    say("part", read(all, rows, 0));
  }

  private void bulk(long rows, int seconds) throws InterruptedException {
    Dataset<Row> letters = letters(rows);
    long end = System.nanoTime() + seconds * 1_000_000_000L;
    int done = 0;
    do {
      done++;
      spark.addTag(tag + "-" + done);
      say("bulk", read(letters.toLocalIterator(), rows, 0));
      spark.clearTags();
    } while (System.nanoTime() < end);
  }

  /** Takes so long for so many rows, or longer. */
  private static String read(Iterator<Row> all, long rows, int seconds)
      throws InterruptedException {
    MessageDigest digest = sha();
    long begun = System.nanoTime();
    long count = 0;
    while (count < rows && all.hasNext()) {
      Row row = all.next();
      if (++count % 1000 == 0) {
        digest.update(row.getString(1).getBytes(StandardCharsets.UTF_8));
        long due = begun + seconds * 1_000_000_000L / rows * count;
        Thread.sleep(Math.max(0, (due - System.nanoTime()) / 1_000_000));
      }
    }
    String hash = HexFormat.of().formatHex(digest.digest()).substring(0, 16);
    return "(" + count + ", '" + hash + "')";
  }

  private static MessageDigest sha() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
