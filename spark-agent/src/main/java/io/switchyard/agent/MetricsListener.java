package io.switchyard.agent;

import org.apache.spark.executor.TaskMetrics;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerApplicationEnd;
import org.apache.spark.scheduler.SparkListenerApplicationStart;
import org.apache.spark.scheduler.SparkListenerStageCompleted;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.jspecify.annotations.Nullable;

/**
 * Adds up what the tasks of one application did and says it when the application ends, also when
 * the user's code never stops its context: Spark does so in a shutdown hook. Attempts that failed
 * or were killed do not count. When the application starts, the address of its UI is told. Spark
 * calls it from one thread.
 */
public final class MetricsListener extends SparkListener {

  private long recordsRead;
  private long recordsWritten;
  private long bytesRead;
  private long bytesWritten;
  private long stages;
  private long tasks;
  private long cpuNanos;

  @Override
  public void onApplicationStart(SparkListenerApplicationStart start) {
    UiAddress.tellOf(System.getProperty(DriverMain.FOLDER, ""));
  }

  @Override
  public void onTaskEnd(SparkListenerTaskEnd end) {
    if (end.taskInfo().successful()) {
      tasks++;
      add(end.taskMetrics());
    }
  }

  /** Spark has no metrics of a task whose executor could not report them. */
  private void add(@Nullable TaskMetrics metrics) {
    if (metrics != null) {
      recordsRead += metrics.inputMetrics().recordsRead();
      bytesRead += metrics.inputMetrics().bytesRead();
      recordsWritten += metrics.outputMetrics().recordsWritten();
      bytesWritten += metrics.outputMetrics().bytesWritten();
      cpuNanos += metrics.executorCpuTime();
    }
  }

  @Override
  public void onStageCompleted(SparkListenerStageCompleted completed) {
    if (completed.stageInfo().failureReason().isEmpty()) {
      stages++;
    }
  }

  @Override
  public void onApplicationEnd(SparkListenerApplicationEnd end) {
    Report.say(System.err, line());
  }

  private String line() {
    return "metrics"
        + (" records_read=" + recordsRead)
        + (" records_written=" + recordsWritten)
        + (" bytes_read=" + bytesRead)
        + (" bytes_written=" + bytesWritten)
        + (" stages_completed=" + stages)
        + (" tasks_completed=" + tasks)
        + (" executor_cpu_time_ms=" + cpuNanos / 1_000_000);
  }
}
