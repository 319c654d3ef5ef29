package io.switchyard.domain.job.admission;

import io.switchyard.domain.job.Demand;
import io.switchyard.domain.job.ExecutionId;
import io.switchyard.domain.team.Team;
import io.switchyard.domain.team.TeamLimits;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One decision, while it is made. */
final class AdmissionRound {

  private final AdmissionPolicy policy;
  private final Map<Team, Usage> usage;
  private final Map<Lane, Integer> launching;
  private final Map<Team, List<Deque<Candidate>>> lines = new HashMap<>();

  AdmissionRound(AdmissionPolicy policy, Snapshot snapshot) {
    this.policy = policy;
    this.usage = new HashMap<>(snapshot.usage());
    this.launching = new HashMap<>(snapshot.launching());
    snapshot.lines().forEach(this::add);
  }

  private void add(List<Candidate> heads) {
    Deque<Candidate> line = new ArrayDeque<>();
    heads.stream().filter(this::canEverStart).forEach(line::add);
    if (!line.isEmpty()) {
      lines.computeIfAbsent(line.element().team(), team -> new ArrayList<>()).add(line);
    }
  }

  private boolean canEverStart(Candidate candidate) {
    return policy.backends().contains(candidate.lane().backend())
        && fits(candidate.team(), Usage.NONE, candidate.demand());
  }

  private boolean fits(Team team, Usage used, Demand more) {
    return Excess.of(limits(team), used, more).isEmpty();
  }

  private TeamLimits limits(Team team) {
    return policy.quotas().of(team);
  }

  List<ExecutionId> admit() {
    List<ExecutionId> admitted = new ArrayList<>();
    Optional<Deque<Candidate>> next = next();
    while (next.isPresent()) {
      Candidate candidate = next.get().remove();
      usage.put(candidate.team(), usage(candidate.team()).plus(candidate.demand()));
      launching.merge(candidate.lane(), 1, Integer::sum);
      admitted.add(candidate.id());
      next = next();
    }
    return admitted;
  }

  private Usage usage(Team team) {
    return usage.getOrDefault(team, Usage.NONE);
  }

  /** The line whose first goes next; empty if nobody may. */
  private Optional<Deque<Candidate>> next() {
    return lines.values().stream()
        .flatMap(of -> turnOf(of).stream())
        .min(
            Comparator.<Deque<Candidate>, Team>comparing(
                    line -> line.element().team(), this::compareUse)
                .thenComparing(Deque::element, Candidate.OLDEST_FIRST));
  }

  /** Of one team's lines the one that is served next; empty if the team has to wait. */
  private Optional<Deque<Candidate>> turnOf(Collection<Deque<Candidate>> ofTeam) {
    return ofTeam.stream()
        .filter(line -> !line.isEmpty() && hasRoom(line.element().lane()))
        .min(Comparator.comparing(Deque::element, Candidate.OLDEST_FIRST))
        .filter(line -> fits(line.element()));
  }

  private boolean hasRoom(Lane lane) {
    return launching.getOrDefault(lane, 0) < policy.window();
  }

  private boolean fits(Candidate first) {
    return fits(first.team(), usage(first.team()), first.demand());
  }

  /** Compares what teams use for their weight, without the rounding of a division. */
  private int compareUse(Team a, Team b) {
    return Long.compare(
        usage(a).dominant() * limits(b).weight(), usage(b).dominant() * limits(a).weight());
  }
}
