package io.switchyard.app.http;

import io.switchyard.app.http.ClusterActions.Taken;
import io.switchyard.domain.cluster.ClusterQuota;
import io.switchyard.domain.input.Violation;
import io.switchyard.ports.cluster.Requesting;
import java.util.List;

/** What is said to a request for a cluster. */
record RequestAnswers(ClusterMeters meters) implements Requesting.Cases<Taken> {

  @Override
  public Taken accepted(Requesting.Accepted answer) {
    meters.requested("accepted");
    StringBuilder message = new StringBuilder("Cluster requested");
    answer.notes().forEach(note -> message.append(". ").append(note));
    return new Taken(answer.cluster(), false, answer.ready(), message.toString());
  }

  @Override
  public Taken repeated(Requesting.Repeated answer) {
    meters.requested("repeated");
    return new Taken(
        answer.cluster(),
        true,
        answer.ready(),
        "This idempotency key was used before; this is its cluster");
  }

  @Override
  public Taken keyTaken(Requesting.KeyTaken answer) {
    meters.requested("key_taken");
    throw Refusal.keyTaken(answer.holder().toString(), answer.differing());
  }

  @Override
  public Taken nameTaken(Requesting.NameTaken answer) {
    meters.requested("name_taken");
    throw Refusal.of(
        ProblemType.NAME_TAKEN,
        new Violation(
            "name",
            "",
            answer.named()
                ? "is that of " + answer.holder() + ", which has the host " + answer.host()
                : "is needed: " + answer.holder() + " has the host " + answer.host(),
            answer.named()
                ? "choose another name, or delete that cluster"
                : "give this one a name, or delete that cluster"));
  }

  @Override
  public Taken overQuota(Requesting.OverQuota answer) {
    meters.requested("over_quota");
    throw overQuota(answer.excess());
  }

  static Refusal overQuota(ClusterQuota.Excess excess) {
    return Refusal.of(
            ProblemType.QUOTA_EXCEEDED,
            "The team's quota in this environment does not allow it: "
                + excess.sentence()
                + ". Delete a cluster, or ask for a smaller one.")
        .naming(
            List.of(
                new Violation(
                    "team", "", excess.sentence(), "delete a cluster, or ask for a smaller one")));
  }

  @Override
  public Taken refused(Requesting.Refused answer) {
    meters.requested("refused");
    throw Refusal.of(ProblemType.CANNOT_RUN, answer.violations());
  }

  @Override
  public Taken notYourTeam(Requesting.NotYourTeam answer) {
    meters.requested("not_your_team");
    throw Refusal.of(
        ProblemType.NOT_YOUR_TEAM,
        new Violation(
            "team",
            answer.team().name(),
            "is not a team for which your credential may request clusters",
            "request one for a team of yours"));
  }
}
