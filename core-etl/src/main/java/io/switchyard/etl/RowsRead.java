package io.switchyard.etl;

import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.execution.DataSourceScanExec;
import org.apache.spark.sql.execution.QueryExecution;
import org.apache.spark.sql.execution.SparkPlan;
import org.apache.spark.sql.execution.adaptive.AdaptiveSparkPlanExec;
import org.apache.spark.sql.execution.adaptive.QueryStageExec;
import org.apache.spark.sql.execution.columnar.InMemoryTableScanExec;
import org.apache.spark.sql.execution.datasources.LogicalRelation;
import org.apache.spark.sql.execution.datasources.v2.BatchScanExec;
import org.apache.spark.sql.execution.datasources.v2.DataSourceV2Relation;
import org.apache.spark.sql.execution.metric.SQLMetric;
import org.apache.spark.sql.util.QueryExecutionListener;
import org.jspecify.annotations.Nullable;
import scala.Option;
import scala.collection.Iterable;
import scala.collection.Iterator;
import scala.runtime.BoxedUnit;

/**
 * Counts the rows that were read from each source, from the metrics of the scans in the plans that
 * ran. Counting inside the data instead (an observed metric, an accumulator) would keep the filters
 * of later SQL from reaching the source, so that whole tables would be read.
 *
 * <p>Rows that the source itself left out are therefore not in the number, and rows that two sinks
 * each made Spark read are in it twice, as two scans. A scan in a stage that had to run again
 * counts again.
 */
final class RowsRead implements QueryExecutionListener {

  private static final String METRIC = "numOutputRows";

  /** Spark keeps the one object that stands for a source from the first plan to the last. */
  private final Map<Object, String> sourceOf = new IdentityHashMap<>();

  private final Map<String, String> sourceOfTable = new HashMap<>();
  private final Map<String, Map<Long, Long>> rows = new ConcurrentHashMap<>();

  private volatile boolean unknown;

  /** Learns what stands for the source in plans. */
  void follow(String source, LogicalPlan plan) {
    plan.foreach(
        node -> {
          if (node instanceof LogicalRelation relation) {
            remember(relation.relation(), source);
          } else if (node instanceof DataSourceV2Relation relation) {
            remember(relation.table(), source);
            // A table may be loaded anew before it is scanned; its name then has to do.
            rememberName(relation.table().name(), source);
          }
          return BoxedUnit.UNIT;
        });
  }

  private synchronized void remember(Object relation, String source) {
    sourceOf.put(relation, source);
  }

  private synchronized void rememberName(String table, String source) {
    sourceOfTable.merge(table, source, (one, other) -> "");
  }

  private synchronized @Nullable String sourceOf(Object relation) {
    String source = sourceOf.get(relation);
    if (source == null && relation instanceof Table table) {
      source = sourceOfTable.get(table.name());
    }
    return source;
  }

  @Override
  public void onSuccess(String action, QueryExecution execution, long nanos) {
    try {
      visit(execution.executedPlan());
    } catch (RuntimeException | LinkageError e) {
      // Plans are internals of Spark: a line that changed them costs the count, never the job.
      unknown = true;
    }
  }

  @Override
  public void onFailure(String action, QueryExecution execution, Exception failure) {
    // What a failed action has read is of no use to anybody.
  }

  private void visit(SparkPlan plan) {
    plan.foreach(
        node -> {
          if (node instanceof AdaptiveSparkPlanExec adaptive) {
            visit(adaptive.executedPlan());
          } else if (node instanceof QueryStageExec stage) {
            visit(stage.plan());
          } else if (node instanceof InMemoryTableScanExec kept) {
            visit(kept.relation().cachedPlan());
          } else if (node instanceof DataSourceScanExec scan) {
            count(scan.relation(), node);
          } else if (node instanceof BatchScanExec scan) {
            count(scan.table(), node);
          }
          return BoxedUnit.UNIT;
        });
    Iterator<?> subqueries = subqueries(plan).iterator();
    while (subqueries.hasNext()) {
      visit((SparkPlan) subqueries.next());
    }
  }

  /** By reflection, because the method returns another {@code Seq} in Scala 2.12 than in 2.13. */
  private static Iterable<?> subqueries(SparkPlan plan) {
    try {
      return (Iterable<?>) SparkPlan.class.getMethod("subqueriesAll").invoke(plan);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("this Spark does not tell the subqueries of a plan", e);
    }
  }

  private void count(Object relation, SparkPlan scan) {
    String source = sourceOf(relation);
    Option<SQLMetric> metric = scan.metrics().get(METRIC);
    if (source != null && metric.isDefined()) {
      rows.computeIfAbsent(source, s -> new ConcurrentHashMap<>())
          .put(metric.get().id(), metric.get().value());
    }
  }

  /** What to tell a person; complete once the session has stopped. */
  String of(String source) {
    Map<Long, Long> counts = rows.get(source);
    if (unknown) {
      return "rows read not known";
    }
    if (counts == null) {
      return "not read";
    }
    String read = rows(counts.values().stream().mapToLong(Long::longValue).sum()) + " read";
    return counts.size() == 1 ? read : read + " in " + counts.size() + " scans";
  }

  static String rows(long count) {
    return count + (count == 1 ? " row" : " rows");
  }
}
