package io.switchyard.domain.job.admission;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import io.switchyard.domain.job.Demand;
import io.switchyard.domain.job.ExecutionId;
import io.switchyard.domain.job.SparkVersion;
import io.switchyard.domain.placement.BackendId;
import io.switchyard.domain.team.Team;
import io.switchyard.domain.team.TeamLimits;
import io.switchyard.domain.team.TeamQuotas;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;

/** What holds for every snapshot, and for what becomes of many in a row. */
final class AdmissionPropertiesTest {

  private static final Instant T = Instant.parse("2026-03-01T10:00:00Z");
  private static final BackendId BACKEND = new BackendId("local");
  private static final List<Team> TEAMS =
      List.of(new Team("a"), new Team("b"), new Team("c"), new Team("d"));
  private static final List<Lane> LANES =
      List.of(
          new Lane(BACKEND, new SparkVersion("4.1.2")),
          new Lane(BACKEND, new SparkVersion("3.5.7")));

  private static ExecutionId id(int number) {
    return new ExecutionId("exec-" + String.format(Locale.ROOT, "%026d", number));
  }

  private static AdmissionPolicy policy(Random random) {
    Map<Team, TeamLimits> named =
        TEAMS.stream()
            .collect(
                toMap(
                    team -> team,
                    team ->
                        new TeamLimits(
                            random.nextBoolean() ? null : 1 + random.nextInt(8),
                            null,
                            random.nextBoolean() ? null : 1 + random.nextInt(30),
                            random.nextBoolean() ? null : 1024L * (1 + random.nextInt(64)),
                            1 + random.nextInt(5))));
    return new AdmissionPolicy(
        new TeamQuotas(TeamLimits.NONE, named), 1 + random.nextInt(6), Set.of(BACKEND));
  }

  private static Snapshot snapshot(Random random) {
    Map<Team, Usage> usage = new HashMap<>();
    TEAMS.forEach(
        team ->
            usage.put(
                team, new Usage(random.nextInt(4), random.nextInt(12), 512L * random.nextInt(40))));
    Map<Lane, Integer> launching = new HashMap<>();
    LANES.forEach(lane -> launching.put(lane, random.nextInt(4)));
    List<List<Candidate>> lines = new ArrayList<>();
    int number = 0;
    for (Team team : TEAMS) {
      for (Lane lane : LANES) {
        List<Candidate> line = new ArrayList<>();
        for (int i = random.nextInt(6); i > 0; i--) {
          var demand = new Demand(1 + random.nextInt(12), 256L * (1 + random.nextInt(64)));
          line.add(
              new Candidate(id(number++), team, lane, T.plusSeconds(random.nextInt(50)), demand));
        }
        line.sort(Candidate.OLDEST_FIRST);
        lines.add(line);
      }
    }
    return new Snapshot(usage, launching, lines);
  }

  /** A snapshot after some of it were let through. */
  private record After(Map<Team, Usage> usage, Map<Lane, Integer> launching, List<Candidate> left) {

    static After of(Snapshot before, List<ExecutionId> admitted) {
      Map<Team, Usage> usage = new HashMap<>(before.usage());
      Map<Lane, Integer> launching = new HashMap<>(before.launching());
      List<Candidate> left = new ArrayList<>();
      for (Candidate one : before.lines().stream().flatMap(List::stream).toList()) {
        if (admitted.contains(one.id())) {
          usage.merge(one.team(), Usage.NONE.plus(one.demand()), Usage::plus);
          launching.merge(one.lane(), 1, Integer::sum);
        } else {
          left.add(one);
        }
      }
      return new After(usage, launching, left);
    }
  }

  private static boolean exceeds(AdmissionPolicy policy, Team team, Usage used, Demand more) {
    return Excess.of(policy.quotas().of(team), used, more).isPresent();
  }

  @Property(tries = 2000, edgeCases = EdgeCasesMode.NONE)
  void no_limit_and_no_window_is_ever_exceeded(@ForAll Random random) {
    AdmissionPolicy policy = policy(random);
    Snapshot before = snapshot(random);
    List<ExecutionId> admitted = policy.admit(before);
    After after = After.of(before, admitted);

    assertThat(admitted).doesNotHaveDuplicates();
    before.lines().stream()
        .flatMap(List::stream)
        .filter(one -> admitted.contains(one.id()))
        .forEach(
            one -> {
              TeamLimits limits = policy.quotas().of(one.team());
              Usage used = after.usage().get(one.team());
              assertThat((long) used.jobs()).isLessThanOrEqualTo(most(limits.runningJobs()));
              assertThat(used.cores()).isLessThanOrEqualTo(most(limits.cores()));
              assertThat(used.memoryMb()).isLessThanOrEqualTo(most(limits.memoryMb()));
              assertThat(after.launching().get(one.lane())).isLessThanOrEqualTo(policy.window());
            });
  }

  private static long most(@Nullable Number limit) {
    return limit == null ? Long.MAX_VALUE : limit.longValue();
  }

  @Property(tries = 2000, edgeCases = EdgeCasesMode.NONE)
  void nobody_is_left_waiting_who_could_go(@ForAll Random random) {
    AdmissionPolicy policy = policy(random);
    Snapshot before = snapshot(random);
    After after = After.of(before, policy.admit(before));

    after.left().stream()
        .filter(one -> !exceeds(policy, one.team(), Usage.NONE, one.demand()))
        .filter(one -> after.launching().get(one.lane()) < policy.window())
        .collect(groupingBy(Candidate::team))
        .forEach(
            (team, waiting) -> {
              Candidate oldest = Collections.min(waiting, Candidate.OLDEST_FIRST);
              assertThat(exceeds(policy, team, after.usage().get(team), oldest.demand()))
                  .as("%s could go", oldest)
                  .isTrue();
            });
  }

  @Property(tries = 1000, edgeCases = EdgeCasesMode.NONE)
  void a_line_is_served_in_its_order(@ForAll Random random) {
    AdmissionPolicy policy = policy(random);
    Snapshot before = snapshot(random);
    List<ExecutionId> admitted = policy.admit(before);
    for (List<Candidate> line : before.lines()) {
      List<ExecutionId> possible =
          line.stream()
              .filter(one -> !exceeds(policy, one.team(), Usage.NONE, one.demand()))
              .map(Candidate::id)
              .toList();
      List<ExecutionId> served = admitted.stream().filter(possible::contains).toList();
      assertThat(served).isEqualTo(possible.subList(0, served.size()));
    }
  }

  @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
  void the_order_in_which_lines_are_read_changes_nothing(@ForAll Random random) {
    AdmissionPolicy policy = policy(random);
    Snapshot before = snapshot(random);
    List<List<Candidate>> shuffled = new ArrayList<>(before.lines());
    Collections.shuffle(shuffled, random);
    assertThat(policy.admit(new Snapshot(before.usage(), before.launching(), shuffled)))
        .isEqualTo(policy.admit(before));
  }

  @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
  void what_waits_is_told_why_and_what_goes_is_not(@ForAll Random random) {
    AdmissionPolicy policy = policy(random);
    Snapshot before = snapshot(random);
    After after = After.of(before, policy.admit(before));
    after.left().forEach(one -> assertThat(explained(policy, after, one)).isPresent());
  }

  private static Optional<Wait> explained(AdmissionPolicy policy, After after, Candidate one) {
    List<Candidate> line =
        after.left().stream()
            .filter(o -> o.team().equals(one.team()) && o.lane().equals(one.lane()))
            .sorted(Candidate.OLDEST_FIRST)
            .toList();
    Candidate oldest =
        after.left().stream()
            .filter(o -> o.team().equals(one.team()))
            .min(Candidate.OLDEST_FIRST)
            .orElseThrow();
    return policy.explain(
        new Standing(
            one,
            line.indexOf(one) + 1,
            line.size(),
            oldest,
            after.usage().get(one.team()),
            after.launching().get(one.lane())),
        T.plusSeconds(100));
  }

  /** Teams that always have more to do, on a backend that is always full. */
  private static final class Saturated {
    static final int HEADS = 40;
    final AdmissionPolicy policy;
    final Random random;
    final Map<Team, Deque<Candidate>> waiting = new HashMap<>();
    final List<Candidate> running = new ArrayList<>();
    final Set<ExecutionId> started = new HashSet<>();
    int number;

    Saturated(AdmissionPolicy policy, Random random) {
      this.policy = policy;
      this.random = random;
      policy.quotas().named().keySet().forEach(team -> waiting.put(team, new ArrayDeque<>()));
    }

    Candidate submit(Team team, Demand demand) {
      var one = new Candidate(id(number), team, LANES.get(0), T.plusSeconds(number), demand);
      number++;
      waiting.get(team).add(one);
      return one;
    }

    /** Lets through what may be; the window is all the room there is. */
    void admit() {
      Snapshot snapshot =
          new Snapshot(
              usage(),
              Map.of(LANES.get(0), running.size()),
              waiting.values().stream().map(Saturated::heads).filter(l -> !l.isEmpty()).toList());
      for (ExecutionId id : policy.admit(snapshot)) {
        for (Deque<Candidate> line : waiting.values()) {
          line.stream().filter(one -> one.id().equals(id)).forEach(running::add);
          line.removeIf(one -> one.id().equals(id));
        }
        started.add(id);
      }
    }

    private static List<Candidate> heads(Deque<Candidate> line) {
      return line.stream().limit(HEADS).toList();
    }

    void endOne() {
      running.remove(random.nextInt(running.size()));
    }

    Map<Team, Usage> usage() {
      return running.stream()
          .collect(toMap(Candidate::team, r -> Usage.NONE.plus(r.demand()), Usage::plus));
    }
  }

  @Property(tries = 50, edgeCases = EdgeCasesMode.NONE)
  void where_there_is_not_enough_for_all_shares_become_as_the_weights(
      @ForAll Random random,
      @ForAll @IntRange(min = 1, max = 9) int weightOfA,
      @ForAll @IntRange(min = 1, max = 9) int weightOfB) {
    Map<Team, TeamLimits> named =
        Map.of(
            TEAMS.get(0), new TeamLimits(null, null, null, null, weightOfA),
            TEAMS.get(1), new TeamLimits(null, null, null, null, weightOfB));
    int room = 40;
    var policy = new AdmissionPolicy(new TeamQuotas(TeamLimits.NONE, named), room, Set.of(BACKEND));
    Saturated saturated = new Saturated(policy, random);
    // One team was there first and has it all.
    for (int i = 0; i < room; i++) {
      saturated.submit(TEAMS.get(0), new Demand(1, 1));
    }
    saturated.admit();
    for (int i = 0; i < 400; i++) {
      named.keySet().forEach(team -> saturated.submit(team, new Demand(1, 1)));
      saturated.endOne();
      saturated.admit();
    }
    double a = saturated.usage().get(TEAMS.get(0)).cores();
    double expected = (double) room * weightOfA / (weightOfA + weightOfB);
    assertThat(Math.abs(a - expected)).as("%s of %s", a, expected).isLessThanOrEqualTo(1);
  }

  @Property(tries = 50, edgeCases = EdgeCasesMode.NONE)
  void a_big_job_starts_however_many_small_ones_keep_coming(@ForAll Random random) {
    Map<Team, TeamLimits> named =
        Map.of(
            TEAMS.get(0), new TeamLimits(null, null, 8, null, 1),
            TEAMS.get(1), new TeamLimits(null, null, 8, null, 5));
    var policy = new AdmissionPolicy(new TeamQuotas(TeamLimits.NONE, named), 30, Set.of(BACKEND));
    Saturated saturated = new Saturated(policy, random);
    for (int i = 0; i < 8; i++) {
      saturated.submit(TEAMS.get(0), new Demand(1, 1));
    }
    saturated.admit();
    Candidate big = saturated.submit(TEAMS.get(0), new Demand(8, 1));
    int steps = 0;
    while (!saturated.started.contains(big.id())) {
      assertThat(steps++).isLessThan(2000);
      named.keySet().forEach(team -> saturated.submit(team, new Demand(1, 1)));
      saturated.endOne();
      saturated.admit();
    }
    assertThat(saturated.usage().get(TEAMS.get(0)).cores()).isEqualTo(8);
  }

  @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
  void of_two_that_use_alike_the_elder_goes_first(@ForAll Random random) {
    List<List<Candidate>> lines = new ArrayList<>();
    for (int i = 0; i < TEAMS.size(); i++) {
      var since = T.plusSeconds(random.nextInt(3));
      lines.add(List.of(new Candidate(id(i), TEAMS.get(i), LANES.get(0), since, new Demand(1, 1))));
    }
    var policy = new AdmissionPolicy(TeamQuotas.NONE, TEAMS.size(), Set.of(BACKEND));
    List<ExecutionId> expected =
        lines.stream()
            .flatMap(List::stream)
            .sorted(Comparator.comparing(Candidate::since).thenComparing(Candidate::id))
            .map(Candidate::id)
            .toList();
    assertThat(policy.admit(new Snapshot(Map.of(), Map.of(), lines))).isEqualTo(expected);
  }
}
