package io.switchyard.etl;

import io.switchyard.domain.job.etl.EtlSink;
import io.switchyard.domain.job.etl.EtlSource;
import io.switchyard.domain.job.etl.EtlSpec;
import io.switchyard.domain.job.etl.EtlTransformation;
import java.io.PrintStream;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;

/**
 * One run of a spec in a Spark session of its own.
 *
 * <p>Sources and transformations become temporary views; nothing is computed until a sink asks.
 * Sinks are written one after the other in the order of the spec. When one fails, those before it
 * stay written and those after it are not tried.
 */
final class EtlRun {

  private final EtlSpec spec;
  private final PrintStream out;
  private final Secrets secrets;
  private final RowsRead rowsRead = new RowsRead();
  private final RowsWritten rowsWritten = new RowsWritten();

  EtlRun(EtlSpec spec, PrintStream out) {
    this.spec = spec;
    this.out = out;
    this.secrets = Secrets.of(spec);
  }

  void run() {
    SparkSession spark = session();
    try {
      spark.sparkContext().addSparkListener(rowsWritten);
      spark.listenerManager().register(rowsRead);
      views(spark);
      sinks(spark);
    } finally {
      // Stopping delivers every event that is still under way, so the counts are complete after it.
      spark.stop();
      report();
    }
  }

  private SparkSession session() {
    SparkSession.Builder builder = SparkSession.builder();
    String name = spec.name();
    if (name != null && !new SparkConf().contains("spark.app.name")) {
      builder.appName(name);
    }
    return builder.getOrCreate();
  }

  private void views(SparkSession spark) {
    SourceReader reader = new SourceReader(spark, rowsRead);
    for (EtlSource source : spec.sources()) {
      step(
          "source " + source.name(),
          () -> reader.read(source).createOrReplaceTempView(source.name()));
    }
    for (EtlTransformation step : spec.transformations()) {
      step(
          "transformation " + step.name(),
          () -> spark.sql(step.query()).createOrReplaceTempView(step.name()));
    }
  }

  private void sinks(SparkSession spark) {
    SinkWriter writer = new SinkWriter(spark, rowsWritten);
    for (int i = 0; i < spec.sinks().size(); i++) {
      EtlSink sink = spec.sinks().get(i);
      int index = i;
      step(
          "sink of " + sink.input() + " (" + sink.type() + ", " + sink.place() + ")",
          () -> writer.write(index, sink));
    }
  }

  @FunctionalInterface
  private interface Step {
    void run() throws Exception;
  }

  /**
   * Spark throws checked exceptions that its Scala signatures do not declare, and a connector made
   * for another Spark line shows as a linkage error.
   */
  private void step(String what, Step work) {
    try {
      work.run();
    } catch (Exception | LinkageError e) {
      Throwable safe = secrets.hide(e);
      throw new EtlFailure(secrets.hide(what + " failed: " + safe.getMessage()), safe);
    }
  }

  private void report() {
    for (EtlSource source : spec.sources()) {
      line("source", source.name(), source.type(), source.place(), rowsRead.of(source.name()));
    }
    for (int i = 0; i < spec.sinks().size(); i++) {
      EtlSink sink = spec.sinks().get(i);
      line("sink", sink.input(), sink.type(), sink.place(), rowsWritten.of(i));
    }
    out.flush();
  }

  private void line(String kind, String name, String type, String place, String rows) {
    out.println(secrets.hide(kind + " " + name + " (" + type + ", " + place + ")") + ": " + rows);
  }
}
