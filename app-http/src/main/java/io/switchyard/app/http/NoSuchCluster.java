package io.switchyard.app.http;

import io.switchyard.domain.cluster.ClusterId;
import io.switchyard.domain.input.InvalidValue;
import io.switchyard.domain.input.Violation;

/** How a cluster that does not exist for the caller is refused. */
public final class NoSuchCluster {

  private NoSuchCluster() {}

  /**
   * The id that a client wrote.
   *
   * @throws Refusal if it cannot exist, as for one that does not
   */
  public static ClusterId unless(String given) {
    try {
      return new ClusterId(given);
    } catch (InvalidValue e) {
      Violation v = e.violation();
      throw Refusal.of(
          ProblemType.CLUSTER_NOT_FOUND, new Violation("cluster_id", given, v.rule(), v.fix()));
    }
  }

  /** There is no such cluster, or none that the caller may see. */
  public static Refusal of(ClusterId id) {
    return Refusal.of(
        ProblemType.CLUSTER_NOT_FOUND,
        new Violation(
            "cluster_id",
            id.value(),
            "is not a cluster that you may see",
            "list the clusters that you may see"));
  }
}
