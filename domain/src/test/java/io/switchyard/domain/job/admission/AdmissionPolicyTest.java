package io.switchyard.domain.job.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchyard.domain.job.Demand;
import io.switchyard.domain.job.ExecutionId;
import io.switchyard.domain.job.SparkVersion;
import io.switchyard.domain.placement.BackendId;
import io.switchyard.domain.team.Team;
import io.switchyard.domain.team.TeamLimits;
import io.switchyard.domain.team.TeamQuotas;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class AdmissionPolicyTest {

  private static final Instant T = Instant.parse("2026-03-01T10:00:00Z");
  private static final BackendId BACKEND = new BackendId("local");
  private static final Lane LANE = new Lane(BACKEND, new SparkVersion("4.1.2"));
  private static final Lane OTHER = new Lane(BACKEND, new SparkVersion("3.5.7"));
  private static final Team ML = new Team("ml");
  private static final Team BI = new Team("bi");
  private static final Demand ONE = new Demand(1, 1024);

  private static TeamLimits limits(
      @Nullable Integer jobs, @Nullable Integer cores, @Nullable Long memory, int weight) {
    return new TeamLimits(jobs, null, cores, memory, weight);
  }

  private static AdmissionPolicy policy(Map<Team, TeamLimits> named, int window) {
    return new AdmissionPolicy(new TeamQuotas(TeamLimits.NONE, named), window, Set.of(BACKEND));
  }

  private static ExecutionId id(int number) {
    return new ExecutionId("exec-" + String.format(Locale.ROOT, "%026d", number));
  }

  private static Candidate candidate(int number, Team team, Lane lane, Demand demand) {
    return new Candidate(id(number), team, lane, T.plusSeconds(number), demand);
  }

  private static List<Candidate> line(Team team, int first, int count) {
    List<Candidate> line = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      line.add(candidate(first + i, team, LANE, ONE));
    }
    return line;
  }

  private static Snapshot snapshot(Map<Team, Usage> usage, List<List<Candidate>> lines) {
    return new Snapshot(usage, Map.of(), lines);
  }

  private static List<Integer> numbers(List<ExecutionId> ids) {
    return ids.stream().map(id -> Integer.valueOf(id.value().substring(5))).toList();
  }

  @Test
  void without_limits_a_line_goes_in_its_order() {
    var snapshot = snapshot(Map.of(), List.of(line(ML, 1, 3)));
    assertThat(numbers(policy(Map.of(), 9).admit(snapshot))).containsExactly(1, 2, 3);
  }

  @Test
  void teams_take_turns_by_what_they_use_for_their_weight() {
    var snapshot = snapshot(Map.of(), List.of(line(ML, 100, 8), line(BI, 200, 8)));
    var policy = policy(Map.of(BI, limits(null, null, null, 3)), 8);
    assertThat(numbers(policy.admit(snapshot)))
        .containsExactly(100, 200, 201, 202, 101, 203, 204, 205);
  }

  @Test
  void memory_counts_where_a_team_uses_more_of_it_than_of_cores() {
    var usage = Map.of(ML, new Usage(1, 1, 9 * 4096), BI, new Usage(1, 8, 1024));
    var snapshot = snapshot(usage, List.of(line(ML, 1, 1), line(BI, 2, 1)));
    assertThat(numbers(policy(Map.of(), 9).admit(snapshot))).containsExactly(2, 1);
  }

  @Test
  void a_team_at_its_limit_holds_up_no_other() {
    var snapshot =
        snapshot(Map.of(ML, new Usage(2, 2, 2048)), List.of(line(ML, 1, 2), line(BI, 3, 2)));
    var policy = policy(Map.of(ML, limits(2, null, null, 1)), 9);
    assertThat(numbers(policy.admit(snapshot))).containsExactly(3, 4);
  }

  @Test
  void a_big_job_that_does_not_fit_yet_is_not_overtaken_by_its_teams_small_ones() {
    var big = candidate(1, ML, LANE, new Demand(8, 1024));
    var small = candidate(2, ML, LANE, ONE);
    var elsewhere = candidate(3, ML, OTHER, ONE);
    var usage = Map.of(ML, new Usage(1, 4, 1024));
    var policy = policy(Map.of(ML, limits(null, 10, null, 1)), 9);
    assertThat(policy.admit(snapshot(usage, List.of(List.of(big, small), List.of(elsewhere)))))
        .isEmpty();
  }

  @Test
  void a_full_lane_holds_up_its_own_lines_alone() {
    var here = candidate(1, ML, LANE, ONE);
    var elsewhere = candidate(2, ML, OTHER, ONE);
    var snapshot =
        new Snapshot(Map.of(), Map.of(LANE, 4), List.of(List.of(here), List.of(elsewhere)));
    assertThat(numbers(policy(Map.of(), 4).admit(snapshot))).containsExactly(2);
  }

  @Test
  void what_can_never_start_holds_up_nobody() {
    var absent = new Lane(new BackendId("gone"), LANE.sparkVersion());
    var lines =
        List.of(
            List.of(candidate(1, ML, LANE, new Demand(99, 1)), candidate(3, ML, LANE, ONE)),
            List.of(candidate(2, ML, absent, ONE)));
    var policy = policy(Map.of(ML, limits(null, 10, null, 1)), 9);
    assertThat(numbers(policy.admit(snapshot(Map.of(), lines)))).containsExactly(3);
  }

  private static Wait explained(AdmissionPolicy policy, Standing standing) {
    return policy.explain(standing, T.plusSeconds(1000)).orElseThrow();
  }

  private static Standing standing(Candidate of, int place, Usage usage, int launching) {
    return new Standing(
        of, place, 7, place == 1 ? of : candidate(0, ML, LANE, ONE), usage, launching);
  }

  @Test
  void one_that_waits_for_others_to_end_is_told_how_many() {
    var policy = policy(Map.of(ML, limits(10, null, null, 1)), 9);
    var first = candidate(5, ML, LANE, ONE);
    assertThat(explained(policy, standing(first, 1, new Usage(10, 10, 10), 0)))
        .isEqualTo(
            new Wait(
                WaitReason.TEAM_RUNNING_LIMIT,
                "team ml runs 10 of 10 jobs (max_running_jobs); it starts when one of them has"
                    + " ended",
                1,
                7));
    assertThat(explained(policy, standing(first, 3, new Usage(10, 10, 10), 0)).message())
        .isEqualTo(
            "team ml runs 10 of 10 jobs (max_running_jobs); 2 of its jobs are ahead; it starts"
                + " when 3 of them have ended");
  }

  @Test
  void one_that_waits_for_cores_or_memory_is_told_how_much_is_missing() {
    var first = candidate(5, ML, LANE, new Demand(4, 6 * 1024));
    var usage = new Usage(2, 9, 7 * 1024);
    assertThat(
            explained(policy(Map.of(ML, limits(9, 10, null, 1)), 9), standing(first, 1, usage, 0)))
        .extracting(Wait::reason, Wait::message)
        .containsExactly(
            WaitReason.TEAM_CORES_LIMIT,
            "it asks for 4 cores, and team ml uses 9 cores of the 10 cores it may (max_cores); it"
                + " starts when 3 cores more are free");
    assertThat(
            explained(
                policy(Map.of(ML, limits(9, null, 12_288L, 1)), 9), standing(first, 1, usage, 0)))
        .extracting(Wait::reason, Wait::message)
        .containsExactly(
            WaitReason.TEAM_MEMORY_LIMIT,
            "it asks for 6g of memory, and team ml uses 7g of memory of the 12g of memory it may"
                + " (max_memory); it starts when 1g of memory more are free");
  }

  @Test
  void one_that_a_limit_can_never_let_through_is_told_so() {
    var policy = policy(Map.of(ML, limits(null, 10, null, 1)), 9);
    var standing = standing(candidate(5, ML, LANE, new Demand(12, 1)), 1, Usage.NONE, 0);
    assertThat(explained(policy, standing).message())
        .isEqualTo(
            "it asks for 12 cores, and team ml may use 10 cores at once (max_cores); it starts only"
                + " if that limit is raised");
  }

  @Test
  void one_whose_backend_takes_no_more_is_told_so() {
    Wait wait =
        explained(policy(Map.of(), 9), standing(candidate(5, ML, LANE, ONE), 2, Usage.NONE, 9));
    assertThat(wait.reason()).isEqualTo(WaitReason.BACKEND_FULL);
    assertThat(wait.message())
        .startsWith("9 jobs wait for room on backend local (Spark 4.1.2), as many as may at a time")
        .contains("; 1 of its jobs is ahead;");
  }

  @Test
  void one_behind_others_is_told_what_they_wait_for() {
    var policy = policy(Map.of(ML, limits(null, 10, null, 1)), 9);
    var big = candidate(1, ML, LANE, new Demand(8, 1));
    var small = candidate(5, ML, LANE, ONE);
    assertThat(explained(policy, new Standing(small, 2, 2, big, new Usage(1, 4, 1), 0)))
        .extracting(Wait::reason, Wait::message)
        .containsExactly(
            WaitReason.BEHIND_OTHERS,
            "1 job of team ml is ahead of it; the oldest waits because it asks for 8 cores, and"
                + " team ml uses 4 cores of the 10 cores it may (max_cores); it starts when 2 cores"
                + " more are free");
    assertThat(explained(policy, new Standing(small, 3, 3, big, Usage.NONE, 0)).message())
        .isEqualTo("2 jobs of team ml are ahead of it; it starts after them");
  }

  @Test
  void one_whose_time_has_not_come_or_whose_backend_is_gone_is_told_so() {
    var policy = policy(Map.of(), 9);
    var later = candidate(5000, ML, LANE, ONE);
    assertThat(explained(policy, standing(later, 1, Usage.NONE, 0)).reason())
        .isEqualTo(WaitReason.RETRY_DELAY);
    var gone = new Lane(new BackendId("gone"), LANE.sparkVersion());
    assertThat(explained(policy, standing(candidate(5, ML, gone, ONE), 1, Usage.NONE, 0)).reason())
        .isEqualTo(WaitReason.BACKEND_ABSENT);
  }

  @Test
  void one_that_goes_next_waits_for_nothing() {
    var standing = standing(candidate(5, ML, LANE, ONE), 1, Usage.NONE, 0);
    assertThat(policy(Map.of(), 9).explain(standing, T.plusSeconds(1000))).isEmpty();
  }
}
