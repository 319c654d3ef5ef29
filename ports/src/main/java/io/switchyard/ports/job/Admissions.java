package io.switchyard.ports.job;

import io.switchyard.domain.job.ExecutionId;
import io.switchyard.domain.job.admission.Snapshot;
import io.switchyard.domain.job.admission.Standing;
import io.switchyard.domain.job.admission.Usage;
import io.switchyard.domain.team.Team;
import io.switchyard.ports.TargetFailure;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The executions as lines: those that stand in line, and what those that were let through take. All
 * of it is counted from the executions themselves each time, so that nothing can drift. Methods
 * block for the store and throw {@link TargetFailure} when it does not answer.
 */
public interface Admissions {

  /**
   * Lets through those that {@code policy} chooses: they are pending, due at once. While one such
   * call is under way on the store, in whatever process, another lets nobody through, so what the
   * policy sees stays true but for what ends or is cancelled meanwhile, which is not let through.
   *
   * @param now those whose time comes later do not stand in line yet
   * @param heads how many of each line the policy sees, 1 or more
   * @param policy chooses among what it sees; is not called while nobody stands in line
   * @return those that were let through
   */
  List<ExecutionId> admit(Instant now, int heads, Function<Snapshot, List<ExecutionId>> policy);

  /**
   * How one stands that waits; empty if it does not stand in line (any more).
   *
   * @param now those of its team whose time comes later count for the length of its line only
   */
  Optional<Standing> standing(ExecutionId id, Instant now);

  /** How every team fares that has jobs which have not ended. */
  Map<Team, Load> loads();

  /**
   * What there is of a team's jobs.
   *
   * @param queued executions that stand in line, or will
   * @param admitted what those take that were let through and have not ended
   */
  record Load(int queued, Usage admitted) {}
}
