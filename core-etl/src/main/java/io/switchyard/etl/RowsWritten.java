package io.switchyard.etl;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerStageSubmitted;
import org.apache.spark.scheduler.SparkListenerTaskEnd;

/**
 * Counts the rows that each sink took, from what the tasks that wrote them report; the data is not
 * read again.
 *
 * <p>Of several attempts at one partition, failed ones do not count and the last success does. The
 * number is short only if Spark's event queue overflowed and dropped events, which Spark logs. For
 * a merge it is the number of rows merged, not of the rows that Iceberg rewrote for it.
 */
final class RowsWritten extends SparkListener {

  private static final String SINK = "switchyard.etl.sink";

  private record Partition(int stage, int index) {}

  private final Map<Integer, Integer> sinkOfStage = new ConcurrentHashMap<>();
  private final Map<Integer, Map<Partition, Long>> written = new ConcurrentHashMap<>();
  private final Map<Integer, Long> merged = new ConcurrentHashMap<>();
  private final Map<Integer, Boolean> done = new ConcurrentHashMap<>();

  /** From now on what this thread starts belongs to the sink. */
  void begin(SparkContext context, int sink) {
    context.setLocalProperty(SINK, Integer.toString(sink));
    done.put(sink, false);
  }

  /** The sink is written. */
  void end(SparkContext context, int sink) {
    context.setLocalProperty(SINK, null);
    done.put(sink, true);
  }

  void merged(int sink, long rows) {
    merged.put(sink, rows);
  }

  @Override
  public void onStageSubmitted(SparkListenerStageSubmitted event) {
    String sink = event.properties() == null ? null : event.properties().getProperty(SINK);
    if (sink != null) {
      sinkOfStage.put(event.stageInfo().stageId(), Integer.valueOf(sink));
    }
  }

  @Override
  public void onTaskEnd(SparkListenerTaskEnd event) {
    Integer sink = sinkOfStage.get(event.stageId());
    if (sink == null || !event.taskInfo().successful() || event.taskMetrics() == null) {
      return;
    }
    long rows = event.taskMetrics().outputMetrics().recordsWritten();
    if (rows > 0) {
      written
          .computeIfAbsent(sink, s -> new ConcurrentHashMap<>())
          .put(new Partition(event.stageId(), event.taskInfo().index()), rows);
    }
  }

  /** What to tell a person; complete once the session has stopped. */
  String of(int sink) {
    Boolean finished = done.get(sink);
    if (finished == null) {
      return "not written, because an earlier step failed";
    }
    if (!finished) {
      return "failed";
    }
    Long mergedRows = merged.get(sink);
    if (mergedRows != null) {
      return RowsRead.rows(mergedRows) + " merged";
    }
    long sum =
        written.getOrDefault(sink, Map.of()).values().stream().mapToLong(Long::longValue).sum();
    return RowsRead.rows(sum) + " written";
  }
}
