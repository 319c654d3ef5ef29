import static org.apache.spark.sql.functions.*;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * One session of Spark's JVM client that prints what it got: the same, whoever is between client
 * and server. Run as a source file with the client's jars on the class path.
 */
public class Session {

  static void say(String name, Object value) {
    System.out.println(name + ": " + value);
  }

  static void refused(String name, Callable<?> action) {
    try {
      action.call();
      say(name, "no error");
    } catch (Exception e) {
      say(name, e.getClass().getName() + " " + String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
    }
  }

  public static void main(String[] args) throws Exception {
    SparkSession spark = SparkSession.builder().remote(args[0]).getOrCreate();
    say("spark", spark.version());

    Dataset<Row> numbers = spark.range(0, 10_000, 1, 4).withColumn("k", col("id").mod(7));
    say("groups", numbers.groupBy("k").agg(sum("id"), count("*")).orderBy("k").collectAsList());
    say("schema", numbers.schema().simpleString());

    spark.sql("SELECT id, id * id AS square FROM range(100)").createOrReplaceTempView("squares");
    say("view", spark.sql("SELECT SUM(square) FROM squares").collectAsList());
    spark.conf().set("spark.sql.shuffle.partitions", "5");
    say("conf", spark.conf().get("spark.sql.shuffle.partitions"));

    Path jar = Files.createTempFile("artifact", ".jar");
    Files.write(jar, new byte[3_000_000]);
    spark.addArtifact(jar.toString());
    Files.delete(jar);
    say("artifact", "added");

    refused("no table", () -> spark.sql("SELECT * FROM no_such_table").collectAsList());
    refused("no syntax", () -> spark.sql("SELEC 1").collectAsList());
    refused("at run time", () -> spark.sql("SELECT raise_error('as asked')").collectAsList());

    var query =
        spark.readStream().format("rate").option("rowsPerSecond", 10).load()
            .writeStream().format("memory").queryName("ticks").start();
    say("stream active", query.isActive());
    query.stop();
    say("stream active", query.isActive());

    interrupt(spark);
    int megabytes = args.length > 1 ? Integer.parseInt(args[1]) : 0;
    if (megabytes > 0) {
      big(spark, megabytes);
    }
    say("view still there", spark.sql("SELECT COUNT(*) FROM squares").collectAsList());
    try {
      spark.stop();
    } catch (IllegalStateException leak) {
      // The client counts what a local iterator held as leaked.
    }
    say("end", "stopped");
    System.exit(0);
  }

  static void interrupt(SparkSession spark) throws Exception {
    CompletableFuture<Object> slow =
        CompletableFuture.supplyAsync(
            () -> {
              spark.addTag("slow");
              try {
                return spark
                    .sql("SELECT COUNT(*) FROM range(1000000) a CROSS JOIN range(1000000) b WHERE a.id + b.id < 0")
                    .collectAsList();
              } catch (Exception e) {
                return String.valueOf(e.getMessage()).contains("OPERATION_CANCELED");
              }
            });
    int interrupted = 0;
    while (interrupted == 0 && !slow.isDone()) {
      Thread.sleep(200);
      interrupted = spark.interruptTag("slow").size();
    }
    say("interrupted", interrupted + " " + slow.get());
  }

  static void big(SparkSession spark, int megabytes) throws Exception {
    long rows = megabytes * 1_000_000L / 108;
    Iterator<Row> all =
        spark.range(0, rows, 1, 64)
            .select(col("id"), lpad(col("id").cast("string"), 100, "x"))
            .toLocalIterator();
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    long count = 0;
    while (all.hasNext()) {
      Row row = all.next();
      if (++count % 1000 == 0) {
        digest.update(row.getString(1).getBytes(StandardCharsets.UTF_8));
      }
    }
    say("big", count + " " + HexFormat.of().formatHex(digest.digest()).substring(0, 16));
  }
}
