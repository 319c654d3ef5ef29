package io.switchyard.ports.job;

import static java.util.stream.Collectors.groupingBy;

import io.switchyard.domain.job.admission.Candidate;
import io.switchyard.domain.job.admission.Lane;
import io.switchyard.domain.job.admission.Snapshot;
import io.switchyard.domain.job.admission.Standing;
import io.switchyard.domain.job.admission.Usage;
import io.switchyard.domain.team.Team;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The lines of {@link InMemoryJobs}. */
final class InMemoryLines {

  /**
   * One that was let through and has not ended.
   *
   * @param launched whether a backend has it
   */
  record Admitted(Candidate was, boolean launched) {}

  private record Line(Team team, Lane lane) {}

  private InMemoryLines() {}

  static List<List<Candidate>> heads(Stream<Candidate> queued, Instant now, int heads) {
    return queued
        .filter(one -> !one.since().isAfter(now))
        .collect(groupingBy(one -> new Line(one.team(), one.lane())))
        .values()
        .stream()
        .map(line -> line.stream().sorted(Candidate.OLDEST_FIRST).limit(heads).toList())
        .toList();
  }

  static Snapshot snapshot(Stream<Admitted> admitted, List<List<Candidate>> lines) {
    Map<Team, Usage> usage = new HashMap<>();
    Map<Lane, Integer> launching = new HashMap<>();
    admitted.forEach(
        one -> {
          usage.merge(one.was().team(), Usage.NONE.plus(one.was().demand()), Usage::plus);
          if (!one.launched()) {
            launching.merge(one.was().lane(), 1, Integer::sum);
          }
        });
    return new Snapshot(usage, launching, lines);
  }

  static Standing standing(
      Candidate one, List<Candidate> queued, List<Admitted> admitted, Instant now) {
    List<Candidate> line =
        queued.stream()
            .filter(other -> other.team().equals(one.team()) && other.lane().equals(one.lane()))
            .sorted(Candidate.OLDEST_FIRST)
            .toList();
    Candidate oldest =
        queued.stream()
            .filter(other -> other.team().equals(one.team()) && !other.since().isAfter(now))
            .min(Candidate.OLDEST_FIRST)
            .orElse(one);
    Snapshot snapshot = snapshot(admitted.stream(), List.of());
    return new Standing(
        one,
        line.indexOf(one) + 1,
        line.size(),
        oldest,
        snapshot.usage().getOrDefault(one.team(), Usage.NONE),
        snapshot.launching().getOrDefault(one.lane(), 0));
  }

  static Map<Team, Admissions.Load> loads(List<Candidate> queued, List<Admitted> admitted) {
    Map<Team, Admissions.Load> loads = new HashMap<>();
    queued.forEach(one -> loads.merge(one.team(), load(1, Usage.NONE), InMemoryLines::sum));
    admitted.forEach(
        one ->
            loads.merge(
                one.was().team(),
                load(0, Usage.NONE.plus(one.was().demand())),
                InMemoryLines::sum));
    return loads;
  }

  private static Admissions.Load load(int queued, Usage admitted) {
    return new Admissions.Load(queued, admitted);
  }

  private static Admissions.Load sum(Admissions.Load a, Admissions.Load b) {
    return load(a.queued() + b.queued(), a.admitted().plus(b.admitted()));
  }
}
