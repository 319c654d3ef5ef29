package io.switchyard.app.http;

import io.switchyard.app.http.ClusterActions.Change;
import io.switchyard.domain.cluster.Cluster;
import io.switchyard.domain.cluster.ClusterId;
import io.switchyard.domain.input.Violation;
import io.switchyard.ports.cluster.Changing;

/** What is said to a request to change a cluster. */
record ChangeAnswers(ClusterId id) implements Changing.Cases<Change> {

  @Override
  public Change changed(Changing.Changed answer) {
    return new Change(answer.cluster(), true);
  }

  @Override
  public Change unchanged(Changing.Unchanged answer) {
    return new Change(answer.cluster(), false);
  }

  @Override
  public Change notNow(Changing.NotNow answer) {
    throw Refusal.of(
        ProblemType.WRONG_CLUSTER_STATUS,
        "The cluster " + id + " cannot be changed so: " + answer.why() + ".");
  }

  @Override
  public Change inUse(Changing.InUse answer) {
    Cluster cluster = answer.cluster();
    throw Refusal.of(
        ProblemType.CLUSTER_IN_USE,
        "The cluster %s has %d open sessions and %d running operations, which would be lost; say force to end them."
            .formatted(id, cluster.usage().sessions(), cluster.usage().operations()));
  }

  @Override
  public Change overQuota(Changing.OverQuota answer) {
    throw RequestAnswers.overQuota(answer.excess().sentence());
  }

  @Override
  public Change refused(Changing.Refused answer) {
    throw Refusal.of(ProblemType.INVALID_REQUEST, answer.violations());
  }

  @Override
  public Change notAllowed(Changing.NotAllowed answer) {
    throw Refusal.of(
        ProblemType.NOT_ALLOWED,
        new Violation(
            "team",
            answer.cluster().request().team().name(),
            "is a team whose clusters you may see but not change",
            "ask a member of the team"));
  }

  @Override
  public Change notFound() {
    throw NoSuchCluster.of(id);
  }
}
