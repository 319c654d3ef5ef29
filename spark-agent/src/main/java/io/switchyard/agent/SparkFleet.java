package io.switchyard.agent;

import io.switchyard.agent.ClusterStatus.Executor;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.ExecutorAllocationClient;
import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.ExecutorDecommissionInfo;
import org.apache.spark.scheduler.TaskScheduler;
import org.apache.spark.scheduler.TaskSchedulerImpl;
import org.apache.spark.status.api.v1.ExecutorSummary;
import org.jspecify.annotations.Nullable;
import scala.Option;
import scala.collection.immutable.Map;
import scala.collection.immutable.Map$;

/** The executors of a context. */
final class SparkFleet implements Scaling.Fleet {

  private static final String DRIVER = "driver";
  private static final String DYNAMIC_ALLOCATION = "spark.dynamicAllocation.enabled";
  private static final long MB = 1024L * 1024;

  private final SparkContext context;

  SparkFleet(SparkContext context) {
    this.context = context;
  }

  /** Ends Spark's own changes of the number of executors. */
  void stopAllocation() {
    Option<?> allocation = context.executorAllocationManager();
    if (allocation.isDefined()) {
      try {
        Mirror.call(allocation.get(), "stop");
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException("dynamic allocation could not be stopped", e);
      }
      context.conf().set(DYNAMIC_ALLOCATION, "false");
    }
  }

  /** Null in local mode, and before the scheduler has begun. */
  private @Nullable ExecutorAllocationClient backend() {
    return context.schedulerBackend() instanceof ExecutorAllocationClient client ? client : null;
  }

  @Override
  public List<Executor> executors() {
    ExecutorAllocationClient backend = backend();
    List<Executor> executors = new ArrayList<>();
    if (backend != null && !context.isStopped()) {
      Map<String, Object> tasks = tasks();
      for (Object each : known()) {
        ExecutorSummary summary = (ExecutorSummary) each;
        if (!summary.id().equals(DRIVER)) {
          executors.add(executor(summary, backend, tasks));
        }
      }
    }
    return executors;
  }

  private List<Object> known() {
    try {
      return Mirror.list(Mirror.call(context.statusStore(), "executorList", true));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("this Spark does not list its executors", e);
    }
  }

  private Executor executor(
      ExecutorSummary summary, ExecutorAllocationClient backend, Map<String, Object> tasks) {
    Option<Object> running = tasks.get(summary.id());
    String hostPort = summary.hostPort();
    int colon = hostPort.lastIndexOf(':');
    return new Executor(
        summary.id(),
        colon < 0 ? hostPort : hostPort.substring(0, colon),
        summary.totalCores(),
        context.conf().getSizeAsMb("spark.executor.memory", "1g"),
        summary.maxMemory() / MB,
        (summary.memoryUsed() + summary.diskUsed()) / MB,
        running.isDefined() ? (Integer) running.get() : 0,
        summary.addTime().toInstant(),
        !backend.isExecutorActive(summary.id()));
  }

  /** Asked of the scheduler: what Spark shows of tasks may be seconds old. */
  private Map<String, Object> tasks() {
    TaskScheduler scheduler = context.taskScheduler();
    return scheduler instanceof TaskSchedulerImpl known
        ? known.runningTasksByExecutors()
        : Map$.MODULE$.empty();
  }

  @Override
  public void request(int total) {
    if (!context.isStopped()) {
      context.requestTotalExecutors(total, 0, Map$.MODULE$.empty());
    }
  }

  @Override
  public void release(String id) {
    ExecutorAllocationClient backend = backend();
    if (backend != null && !context.isStopped()) {
      ExecutorDecommissionInfo why =
          new ExecutorDecommissionInfo("fewer executors were asked for", Option.empty());
      // The target has been told to the master already, and this is not the executor's own wish.
      backend.decommissionExecutor(id, why, false, false);
    }
  }
}
