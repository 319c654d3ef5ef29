package io.switchyard.ports.placement;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchyard.domain.job.Demand;
import io.switchyard.domain.job.Execution;
import io.switchyard.domain.job.ExecutionId;
import io.switchyard.domain.job.ExecutionState;
import io.switchyard.domain.job.Job;
import io.switchyard.domain.job.SparkVersion;
import io.switchyard.domain.job.admission.Usage;
import io.switchyard.domain.placement.BackendId;
import io.switchyard.domain.placement.Condition;
import io.switchyard.domain.placement.Health;
import io.switchyard.domain.placement.Placement;
import io.switchyard.domain.placement.PlacementRule;
import io.switchyard.domain.placement.Refusal;
import io.switchyard.ports.job.CancelJob;
import io.switchyard.ports.job.Change;
import io.switchyard.ports.job.Claimed;
import io.switchyard.ports.job.Executions;
import io.switchyard.ports.job.JobExamples;
import io.switchyard.ports.job.JobIds;
import io.switchyard.ports.job.Jobs;
import io.switchyard.ports.job.SequentialIds;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every {@link BackendStates} promises. */
public abstract class BackendStatesContract {

  private static final BackendId EAST = new BackendId("east");
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00.123456Z");

  protected abstract BackendStates states();

  protected abstract Jobs jobs();

  protected abstract Executions executions();

  @Test
  void nothing_is_known_at_first() {
    assertThat(states().read()).isEmpty();
    assertThat(states().taken()).isEmpty();
  }

  @Test
  void what_was_saved_is_read() {
    Condition ill = Condition.healthy(NOW).failed("a", NOW).failed("b", NOW).failed("c", NOW);
    BackendState state =
        new BackendState(EAST, ill, new BackendState.Drain("root", NOW.plusSeconds(1)), 0);
    assertThat(states().save(state)).isTrue();

    BackendState read = states().read().get(EAST);
    assertThat(read.condition()).isEqualTo(ill);
    assertThat(read.drain()).isEqualTo(state.drain());

    assertThat(states().save(read.faring(Condition.healthy(NOW)).draining(null))).isTrue();
    BackendState next = states().read().get(EAST);
    assertThat(next.condition().health()).isEqualTo(Health.HEALTHY);
    assertThat(next.drain()).isNull();
    assertThat(next.version()).isGreaterThan(read.version());
  }

  @Test
  void who_read_before_another_wrote_changes_nothing() {
    BackendState unknown = BackendState.unknown(EAST);
    assertThat(states().save(unknown.draining(new BackendState.Drain("anna", NOW)))).isTrue();
    assertThat(states().save(unknown)).isFalse();

    BackendState read = states().read().get(EAST);
    assertThat(states().save(read.faring(Condition.healthy(NOW)))).isTrue();
    assertThat(states().save(read.draining(null))).isFalse();
    assertThat(states().read().get(EAST).drain()).isNotNull();
  }

  @Test
  void what_has_not_ended_is_taken_whether_it_was_let_through_or_not() {
    JobIds ids = new SequentialIds();
    Job waits = JobExamples.queued(JobExamples.request(), ids, NOW);
    Job pending = JobExamples.job(JobExamples.request(), ids, NOW);
    Job over = JobExamples.queued(JobExamples.request(), ids, NOW);
    for (Job job : new Job[] {waits, pending, over}) {
      jobs().add(job, Jobs.ANY);
    }
    new CancelJob(jobs(), executions(), InstantSource.fixed(NOW))
        .cancel(over.id(), "", JobExamples.ANNA);

    Demand one = Demand.of(JobExamples.request().resources());
    assertThat(states().taken())
        .containsOnlyKeys(JobExamples.BACKEND)
        .containsEntry(JobExamples.BACKEND, Usage.NONE.plus(one).plus(one));
  }

  @Test
  void what_waits_for_a_backend_is_found_page_by_page_and_moves_with_its_reasons() {
    JobIds ids = new SequentialIds();
    Job waits = JobExamples.queued(JobExamples.request(), ids, NOW);
    Job pending = JobExamples.job(JobExamples.request(), ids, NOW);
    Job launching = JobExamples.job(JobExamples.request(), ids, NOW);
    for (Job job : new Job[] {waits, pending, launching}) {
      jobs().add(job, Jobs.ANY);
    }
    Claimed begun = executions().current(launching.id()).orElseThrow();
    var state = ((ExecutionState.Pending) begun.execution().state()).launching(NOW);
    executions().save(List.of(Change.until(begun, begun.execution().in(state), NOW)));

    List<Claimed> first = executions().waiting(JobExamples.BACKEND, null, 1);
    ExecutionId last = first.get(0).execution().id();
    List<Claimed> second = executions().waiting(JobExamples.BACKEND, last, 10);
    assertThat(first).extracting(Claimed::execution).containsExactly(waits.current());
    assertThat(second).extracting(Claimed::execution).containsExactly(pending.current());
    assertThat(executions().waiting(EAST, null, 10)).isEmpty();

    Refusal refusal = new Refusal(JobExamples.BACKEND, PlacementRule.HEALTH, "is unhealthy");
    var placement = new Placement(EAST, PlacementRule.ONLY, "alone", null, NOW, List.of(refusal));
    SparkVersion spark = new SparkVersion("4.0.1");
    Execution queued = first.get(0).execution().moved(placement, spark, NOW);
    Execution moved = second.get(0).execution().moved(placement, spark, NOW);
    assertThat(
            executions()
                .save(
                    List.of(
                        new Change(first.get(0), queued, queued.firstDue(), null),
                        Change.until(second.get(0), moved, NOW))))
        .hasSize(2);
    assertThat(jobs().find(waits.id()).orElseThrow().current()).isEqualTo(queued);
    assertThat(jobs().find(pending.id()).orElseThrow().current()).isEqualTo(moved);
    assertThat(executions().save(List.of(Change.until(second.get(0), moved, NOW)))).isEmpty();
    assertThat(executions().waiting(JobExamples.BACKEND, null, 10)).isEmpty();
    assertThat(executions().waiting(EAST, null, 10)).hasSize(2);
  }
}
