package io.switchyard.examples.jobs;

import java.util.Random;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/** Estimates pi by throwing darts at a square: the job everybody runs first. */
public final class Pi {

  private static final int DARTS_PER_SLICE = 1_000_000;

  private Pi() {}

  /**
   * @param args how many slices of a million darts to throw; 4 if absent
   */
  public static void main(String[] args) {
    int slices = args.length > 0 ? Integer.parseInt(args[0]) : 4;
    SparkSession spark = SparkSession.builder().getOrCreate();
    long hits =
        new JavaSparkContext(spark.sparkContext())
            .parallelize(IntStream.range(0, slices).boxed().toList(), slices)
            .map(Pi::hits)
            .reduce(Long::sum);
    System.out.printf("Pi is roughly %.5f%n", 4.0 * hits / ((long) slices * DARTS_PER_SLICE));
    spark.stop();
  }

  private static long hits(int seed) {
    Random random = new Random(seed);
    long inside = 0;
    for (int i = 0; i < DARTS_PER_SLICE; i++) {
      double x = random.nextDouble();
      double y = random.nextDouble();
      if (x * x + y * y <= 1) {
        inside++;
      }
    }
    return inside;
  }
}
