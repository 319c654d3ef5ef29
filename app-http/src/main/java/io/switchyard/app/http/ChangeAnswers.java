package io.switchyard.app.http;

import io.switchyard.app.http.ClusterActions.Change;
import io.switchyard.domain.cluster.Cluster;
import io.switchyard.domain.cluster.ClusterId;
import io.switchyard.domain.input.Violation;
import io.switchyard.ports.cluster.Changing;
import java.util.List;

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
    String fix = answer.cluster().ended() ? "request another cluster" : "wait until it is running";
    throw Refusal.of(
            ProblemType.WRONG_CLUSTER_STATUS,
            "The cluster " + id + " cannot be changed so: " + answer.why() + "; " + fix + ".")
        .naming(List.of(new Violation("cluster_id", id.value(), answer.why(), fix)));
  }

  @Override
  public Change inUse(Changing.InUse answer) {
    Cluster cluster = answer.cluster();
    throw Refusal.of(
            ProblemType.CLUSTER_IN_USE,
            "The cluster %s has %d open sessions and %d running operations, which would be lost; say force to end them."
                .formatted(id, answer.sessions(), cluster.usage().operations()))
        .naming(
            List.of(
                new Violation(
                    "force",
                    "false",
                    "is not enough: the cluster is in use",
                    "set it to true to end what runs")));
  }

  @Override
  public Change overQuota(Changing.OverQuota answer) {
    throw RequestAnswers.overQuota(answer.excess());
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
