package io.switchyard.benchmarks.clusters;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import org.apache.spark.sql.SparkSession;

/**
 * A session of Spark's own client, in a process of its own: makes a temporary view, says {@code
 * ready}, and answers each line that it reads with what is in the view. Argument: the address to
 * connect to.
 */
final class SessionMain {

  private SessionMain() {}

  public static void main(String[] args) throws IOException {
    SparkSession spark = SparkSession.builder().remote(args[0]).getOrCreate();
    System.out.println("one " + spark.sql("select 1").collectAsList().get(0).get(0));
    spark.sql("create temporary view kept as select 41 as x");
    System.out.println("ready");
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      System.out.println("view " + spark.sql("select x from kept").collectAsList().get(0).get(0));
    }
    spark.close();
  }
}
