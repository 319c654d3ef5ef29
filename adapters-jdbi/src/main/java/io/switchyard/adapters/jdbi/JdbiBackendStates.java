package io.switchyard.adapters.jdbi;

import io.switchyard.domain.job.admission.Usage;
import io.switchyard.domain.placement.BackendId;
import io.switchyard.domain.placement.Condition;
import io.switchyard.domain.placement.Health;
import io.switchyard.ports.TargetFailure;
import io.switchyard.ports.placement.BackendState;
import io.switchyard.ports.placement.BackendStates;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Update;
import org.jspecify.annotations.Nullable;

/** What is known of backends, in the store. */
final class JdbiBackendStates implements BackendStates {

  private static final String INSERT =
      """
      insert into backend_states
        (backend, health, since, failures, answers, on_trial, trial_from, why, drained_by,
         drain_since, version)
      values
        (:backend, :health, :since, :failures, :answers, :on_trial, :trial_from, :why, :drained_by,
         :drain_since, 1)
      """;

  private static final String UPDATE =
      """
      update backend_states set
        health = :health, since = :since, failures = :failures, answers = :answers,
        on_trial = :on_trial, trial_from = :trial_from, why = :why, drained_by = :drained_by,
        drain_since = :drain_since, version = version + 1
      where backend = :backend and version = :version
      """;

  /** Each part by an index of its own, as in {@link Admitted}. */
  private static final String TAKEN =
      """
      select backend, count(*) as works, sum(cores) as cores, sum(memory_mb) as memory_mb
      from (
        select backend, cores, memory_mb from executions where state = 'QUEUED'
        union all
        select backend, cores, memory_mb from executions
        where due_at > :ever and state not in ('QUEUED', 'SUBMITTED', 'RUNNING')
        union all
        select backend, cores, memory_mb from executions where state in ('SUBMITTED', 'RUNNING')
        union all
        select backend, cores, memory_mb from clusters where due_at > :ever and ended_at is null
      ) as taken
      group by backend
      """;

  private final Database database;

  JdbiBackendStates(Database database) {
    this.database = database;
  }

  @Override
  public Map<BackendId, BackendState> read() {
    return database.read(
        "read the states of backends",
        handle -> {
          Map<BackendId, BackendState> states = new HashMap<>();
          handle
              .createQuery("select * from backend_states")
              .map((row, context) -> state(row))
              .forEach(state -> states.put(state.id(), state));
          return states;
        });
  }

  private static BackendState state(ResultSet row) throws SQLException {
    Instant drainSince = Column.moment(row, "drain_since");
    String drainedBy = row.getString("drained_by");
    return new BackendState(
        new BackendId(row.getString("backend")),
        new Condition(
            health(row.getString("health")),
            Column.givenMoment(row, "since"),
            row.getInt("failures"),
            row.getInt("answers"),
            row.getBoolean("on_trial"),
            Column.moment(row, "trial_from"),
            row.getString("why")),
        drainSince == null
            ? null
            : new BackendState.Drain(drainedBy == null ? "" : drainedBy, drainSince),
        row.getLong("version"));
  }

  /** A word of a later release is a state between well and ill. */
  private static Health health(String word) {
    return Stream.of(Health.values())
        .filter(known -> known.name().equals(word))
        .findFirst()
        .orElse(Health.DEGRADED);
  }

  @Override
  public boolean save(BackendState next) {
    String sql = next.version() == 0 ? INSERT : UPDATE;
    try {
      return database.write(
          "save the state of backend " + next.id(), handle -> write(handle, sql, next) == 1);
    } catch (TargetFailure failure) {
      if (next.version() == 0 && StoreFailures.isDuplicate(failure)) {
        return false;
      }
      throw failure;
    }
  }

  private static int write(Handle handle, String sql, BackendState state) {
    Condition condition = state.condition();
    BackendState.@Nullable Drain drain = state.drain();
    Update update = handle.createUpdate(sql);
    return update
        .bind("backend", state.id().value())
        .bind("health", condition.health().name())
        .bind("since", condition.since())
        .bind("failures", condition.failures())
        .bind("answers", condition.answers())
        .bind("on_trial", condition.onTrial())
        .bind("trial_from", condition.trialFrom())
        .bind("why", Column.storable(condition.why()))
        .bind("drained_by", drain == null ? null : Column.storable(drain.by()))
        .bind("drain_since", drain == null ? null : drain.since())
        .bind("version", state.version())
        .execute();
  }

  @Override
  public Map<BackendId, Usage> taken() {
    return database.read(
        "count what backends have",
        handle -> {
          Map<BackendId, Usage> taken = new HashMap<>();
          handle
              .createQuery(TAKEN)
              .bind("ever", Instant.EPOCH)
              .map(
                  (row, context) ->
                      taken.put(
                          new BackendId(row.getString("backend")),
                          new Usage(
                              row.getInt("works"), row.getLong("cores"), row.getLong("memory_mb"))))
              .forEach(ignored -> {});
          return taken;
        });
  }
}
