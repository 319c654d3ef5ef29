package io.switchyard.adapters.emr;

import io.switchyard.ports.TargetFailure;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.emr.EmrClient;
import software.amazon.awssdk.services.emr.model.AddJobFlowStepsRequest;
import software.amazon.awssdk.services.emr.model.CancelStepsRequest;
import software.amazon.awssdk.services.emr.model.ClusterSummary;
import software.amazon.awssdk.services.emr.model.ListClustersRequest;
import software.amazon.awssdk.services.emr.model.ListClustersResponse;
import software.amazon.awssdk.services.emr.model.ListStepsRequest;
import software.amazon.awssdk.services.emr.model.ListStepsResponse;
import software.amazon.awssdk.services.emr.model.RunJobFlowRequest;
import software.amazon.awssdk.services.emr.model.StepCancellationOption;
import software.amazon.awssdk.services.emr.model.StepConfig;
import software.amazon.awssdk.services.emr.model.StepSummary;
import software.amazon.awssdk.services.emr.model.TerminateJobFlowsRequest;

/**
 * All that this adapter asks of EMR, within the budget, and every failure as a {@link
 * TargetFailure}. Nothing is sent twice. Safe for use by several threads.
 */
final class Emr implements AutoCloseable {

  private final EmrClient client;
  private final CallBudget budget;

  Emr(EmrClient client, CallBudget budget) {
    this.client = client;
    this.budget = budget;
  }

  /**
   * What was listed.
   *
   * @param complete whether that is all there is
   */
  record Listed<T>(List<T> items, boolean complete) {

    Listed {
      items = List.copyOf(items);
    }
  }

  /**
   * Whether a request of that kind could be made now.
   *
   * @throws TargetFailure {@code THROTTLED} if not
   */
  void checkBudget(String kind) {
    budget.check(kind);
  }

  /** Makes a cluster, each time it is called; its id. */
  String run(RunJobFlowRequest cluster) {
    return call("RunJobFlow", "", () -> client.runJobFlow(cluster).jobFlowId());
  }

  /** Adds a step, each time it is called; its id. */
  String add(String cluster, StepConfig step) {
    var request = AddJobFlowStepsRequest.builder().jobFlowId(cluster).steps(step).build();
    return call(
        "AddJobFlowSteps",
        " on " + cluster,
        () -> String.join("", client.addJobFlowSteps(request).stepIds()));
  }

  /**
   * The steps of a cluster, the newest first.
   *
   * @param enough whether what there is so far will do
   */
  Listed<StepSummary> steps(String cluster, Predicate<List<StepSummary>> enough) {
    List<StepSummary> all = new ArrayList<>();
    String marker = null;
    do {
      var request = ListStepsRequest.builder().clusterId(cluster).marker(marker).build();
      ListStepsResponse page = read("ListSteps", " of " + cluster, () -> client.listSteps(request));
      all.addAll(page.steps());
      marker = page.marker();
    } while (marker != null && !marker.isEmpty() && !enough.test(all));
    return new Listed<>(all, marker == null || marker.isEmpty());
  }

  /**
   * The clusters of the account in this region that were made after a time.
   *
   * @param enough whether what there is so far will do
   */
  Listed<ClusterSummary> clusters(Instant after, Predicate<List<ClusterSummary>> enough) {
    List<ClusterSummary> all = new ArrayList<>();
    String marker = null;
    do {
      var request = ListClustersRequest.builder().createdAfter(after).marker(marker).build();
      ListClustersResponse page = read("ListClusters", "", () -> client.listClusters(request));
      all.addAll(page.clusters());
      marker = page.marker();
    } while (marker != null && !marker.isEmpty() && !enough.test(all));
    return new Listed<>(all, marker == null || marker.isEmpty());
  }

  void cancel(String cluster, String step) {
    var request =
        CancelStepsRequest.builder()
            .clusterId(cluster)
            .stepIds(step)
            .stepCancellationOption(StepCancellationOption.SEND_INTERRUPT)
            .build();
    call("CancelSteps", " on " + cluster, () -> client.cancelSteps(request));
  }

  void terminate(String cluster) {
    var request = TerminateJobFlowsRequest.builder().jobFlowIds(cluster).build();
    call("TerminateJobFlows", " for " + cluster, () -> client.terminateJobFlows(request));
  }

  private <T> T read(String kind, String where, Supplier<T> call) {
    return AwsFailures.harmless(() -> call(kind, where, call));
  }

  private <T> T call(String kind, String where, Supplier<T> call) {
    budget.take(kind);
    try {
      T answer = call.get();
      budget.answered(kind);
      return answer;
    } catch (SdkException e) {
      if (AwsFailures.throttled(e)) {
        budget.throttled(kind);
      }
      throw AwsFailures.of(kind + where, e);
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
