package io.switchyard.ports.placement;

import static io.switchyard.ports.placement.TwoRegions.AWAY;
import static io.switchyard.ports.placement.TwoRegions.EAST;
import static io.switchyard.ports.placement.TwoRegions.LOST;
import static io.switchyard.ports.placement.TwoRegions.WEST;
import static org.assertj.core.api.Assertions.assertThat;

import io.switchyard.domain.job.ExecutionState;
import io.switchyard.domain.job.Job;
import io.switchyard.domain.job.JobEventType;
import io.switchyard.domain.job.JobStatus;
import io.switchyard.domain.placement.Health;
import io.switchyard.domain.placement.PlacementRule;
import io.switchyard.ports.job.Change;
import io.switchyard.ports.job.EventCursor;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What becomes of jobs whose backend fails or is emptied. */
final class FailoverTest {

  private static List<JobEventType> events(TwoRegions world, Job job) {
    return world.store.of(job.id(), EventCursor.START, 100).stream()
        .map(stored -> stored.event().type())
        .toList();
  }

  @Test
  void a_job_that_was_not_launched_moves_with_its_reasons() {
    TwoRegions world = new TwoRegions();
    Job job = world.submit();
    assertThat(job.current().backend()).isEqualTo(EAST);

    world.eastFails();
    world.pass();
    world.pass();

    assertThat(world.now(job).backend()).isEqualTo(WEST);
    assertThat(world.now(job).placement().refused().get(0).rule()).isEqualTo(PlacementRule.HEALTH);
    assertThat(world.submitted(job).status()).isEqualTo(JobStatus.SUBMITTED);
    assertThat(events(world, job)).contains(JobEventType.MOVED);
    assertThat(world.east.drivers()).isZero();
    assertThat(world.west.drivers()).isOne();
  }

  @Test
  void a_pending_one_moves_when_launches_fail_until_the_backend_counts_as_unhealthy() {
    TwoRegions world = new TwoRegions();
    Job job = world.submit();
    for (int i = 0; i < 3; i++) {
      world.east.failNextLaunch(AWAY);
    }
    for (int i = 0; i < 4; i++) {
      world.pass();
    }

    assertThat(world.fleet.state(EAST).condition().health()).isEqualTo(Health.UNHEALTHY);
    assertThat(world.now(job).backend()).isEqualTo(WEST);
    assertThat(world.submitted(job).status()).isEqualTo(JobStatus.SUBMITTED);
  }

  @Test
  void one_whose_launch_may_have_been_heard_stays_and_gets_one_driver() {
    TwoRegions world = new TwoRegions();
    Job job = world.submit();
    world.east.loseNextAnswer(LOST);
    world.pass();
    world.eastFails();
    for (int i = 0; i < 20; i++) {
      world.pass();
    }

    assertThat(world.now(job).backend()).isEqualTo(EAST);
    assertThat(world.now(job).state()).isInstanceOf(ExecutionState.Submitted.class);
    assertThat(world.east.drivers()).isOne();
    assertThat(world.west.drivers()).isZero();
  }

  @Test
  void new_jobs_go_elsewhere_until_the_backend_is_well_again() {
    TwoRegions world = new TwoRegions();
    world.eastFails();
    assertThat(world.submit().current().backend()).isEqualTo(WEST);
    for (int i = 0; i < 3; i++) {
      world.fleet.answered(EAST);
    }
    assertThat(world.submit().current().backend()).isEqualTo(EAST);
  }

  @Test
  void a_job_held_to_a_region_waits_for_it_and_says_so() {
    TwoRegions world = new TwoRegions("east");
    world.eastFails();
    Job job = world.submit();
    assertThat(job.current().placement().waits().rule()).isEqualTo(PlacementRule.HEALTH);
    world.east.failNextLaunch(AWAY);
    for (int i = 0; i < 3; i++) {
      world.pass();
    }
    assertThat(world.now(job).backend()).isEqualTo(EAST);
    assertThat(world.west.drivers()).isZero();

    world.east.calm();
    world.pass();
    assertThat(world.submitted(job).status()).isEqualTo(JobStatus.SUBMITTED);
    assertThat(world.east.drivers()).isOne();
  }

  @Test
  void a_drained_backend_keeps_what_runs_and_loses_what_waits() {
    TwoRegions world = new TwoRegions();
    Job runs = world.submit();
    world.pass();
    Job waits = world.submit();
    world.drain(EAST);
    for (int i = 0; i < 3; i++) {
      world.pass();
    }

    assertThat(world.now(runs).backend()).isEqualTo(EAST);
    assertThat(world.now(waits).backend()).isEqualTo(WEST);
    assertThat(world.east.drivers()).isOne();
    assertThat(world.submit().current().backend()).isEqualTo(WEST);
  }

  @Test
  void what_may_run_nowhere_else_waits_for_the_end_of_a_drain() {
    TwoRegions world = new TwoRegions("east");
    Job job = world.submit();
    world.drain(EAST);
    for (int i = 0; i < 3; i++) {
      world.pass();
    }
    assertThat(world.east.drivers()).isZero();
    assertThat(world.submitted(job).status()).isEqualTo(JobStatus.PENDING);

    world.fleet.drain(EAST, null);
    for (int i = 0; i < 2; i++) {
      world.pass();
    }
    assertThat(world.east.drivers()).isOne();
  }

  @Test
  void a_move_that_meets_a_launch_changes_nothing() {
    TwoRegions world = new TwoRegions();
    Job job = world.submit();
    world.eastFails();
    var page = world.store.waiting(EAST, null, 10);
    world.store.admit(world.clock.instant(), 10, s -> List.of(job.current().id()));
    assertThat(page).hasSize(1);
    var moved =
        page.get(0)
            .execution()
            .moved(job.current().placement(), job.current().sparkVersion(), world.clock.instant());
    assertThat(world.store.save(List.of(new Change(page.get(0), moved, null, null)))).isEmpty();
  }
}
