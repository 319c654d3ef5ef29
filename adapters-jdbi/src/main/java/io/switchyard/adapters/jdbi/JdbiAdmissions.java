package io.switchyard.adapters.jdbi;

import static java.util.Comparator.comparing;

import io.switchyard.domain.job.Execution;
import io.switchyard.domain.job.ExecutionId;
import io.switchyard.domain.job.ExecutionState.Queued;
import io.switchyard.domain.job.admission.Candidate;
import io.switchyard.domain.job.admission.Lane;
import io.switchyard.domain.job.admission.Snapshot;
import io.switchyard.domain.job.admission.Standing;
import io.switchyard.domain.job.admission.Usage;
import io.switchyard.domain.team.Team;
import io.switchyard.ports.TargetFailure;
import io.switchyard.ports.job.Admissions;
import io.switchyard.ports.job.Change;
import io.switchyard.ports.job.Claimed;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lines and usage, counted from the executions in the statement that asks. */
final class JdbiAdmissions implements Admissions {

  private static final Logger LOG = LoggerFactory.getLogger(JdbiAdmissions.class);

  private static final String ANYBODY =
      "select id from executions where state = 'QUEUED' and since <= :now limit 1";

  /** Who gets the row decides; who does not lets the other do it. */
  private static final String TURN = "select id from admission_turn for update skip locked";

  private static final String BY_ID = "select * from executions where id = :id";

  private final Database database;
  private final EventWriter events;
  private final JdbiExecutions executions;

  JdbiAdmissions(Database database, EventWriter events, JdbiExecutions executions) {
    this.database = database;
    this.events = events;
    this.executions = executions;
  }

  @Override
  public List<ExecutionId> admit(
      Instant now, int heads, Function<Snapshot, List<ExecutionId>> policy) {
    if (!database.read("look for executions in line", handle -> anybody(handle, now))) {
      return List.of();
    }
    // Not flushed: if the machine fails now, they stand in line again.
    return events.during(
        ticket ->
            database.lease(
                "let executions through", handle -> admit(handle, now, heads, policy, ticket)));
  }

  private static boolean anybody(Handle handle, Instant now) {
    return handle.createQuery(ANYBODY).bind("now", now).mapTo(String.class).findFirst().isPresent();
  }

  private List<ExecutionId> admit(
      Handle handle,
      Instant now,
      int heads,
      Function<Snapshot, List<ExecutionId>> policy,
      long ticket) {
    if (handle.createQuery(TURN).mapTo(Integer.class).findFirst().isEmpty()) {
      return List.of();
    }
    Map<ExecutionId, Claimed> seen = new HashMap<>();
    List<List<Candidate>> lines = new ArrayList<>();
    for (Line line : Line.all(handle)) {
      List<Candidate> candidates = candidates(line, line.heads(handle, now, heads), seen);
      if (!candidates.isEmpty()) {
        lines.add(candidates);
      }
    }
    if (lines.isEmpty()) {
      return List.of();
    }
    Admitted admitted = Admitted.of(handle);
    List<ExecutionId> chosen =
        policy.apply(new Snapshot(admitted.byTeam(), admitted.launching(), lines));
    List<Change> changes =
        chosen.stream()
            .flatMap(id -> Optional.ofNullable(seen.get(id)).stream())
            .map(claimed -> change(claimed, now))
            .sorted(comparing(change -> change.now().id()))
            .toList();
    return changes.isEmpty()
        ? List.of()
        : executions.save(handle, changes, ticket).stream().map(c -> c.now().id()).toList();
  }

  private static Change change(Claimed claimed, Instant now) {
    Execution execution = claimed.execution();
    var queued = (Queued) execution.state();
    return Change.until(claimed, execution.in(queued.admitted(now)), now);
  }

  private static List<Candidate> candidates(
      Line line, List<ExecutionRow> rows, Map<ExecutionId, Claimed> seen) {
    List<Candidate> candidates = new ArrayList<>();
    for (ExecutionRow row : rows) {
      try {
        Claimed claimed = row.claimed();
        seen.put(claimed.execution().id(), claimed);
        candidates.add(candidate(line, claimed.execution()));
      } catch (TargetFailure notUnderstood) {
        LOG.atWarn()
            .addKeyValue("execution_id", row.id())
            .addKeyValue("error", notUnderstood.getMessage())
            .log("execution left in line");
      }
    }
    return candidates;
  }

  private static Candidate candidate(Line line, Execution execution) {
    return new Candidate(
        execution.id(),
        new Team(line.team()),
        new Lane(execution.backend(), execution.sparkVersion()),
        execution.state().since(),
        execution.terms().demand());
  }

  @Override
  public Optional<Standing> standing(ExecutionId id, Instant now) {
    return database.readAtOnce(
        "find the place of execution " + id,
        handle -> Line.of(handle, id).flatMap(line -> standing(handle, line, id, now)));
  }

  private static Optional<Standing> standing(
      Handle handle, Line line, ExecutionId id, Instant now) {
    return handle
        .createQuery(BY_ID)
        .bind("id", id.value())
        .mapTo(ExecutionRow.class)
        .findFirst()
        .map(row -> standing(handle, line, candidate(line, row.shown()), now));
  }

  private static Standing standing(Handle handle, Line line, Candidate one, Instant now) {
    Candidate oldest =
        Line.ofTeam(handle, line.team()).stream()
            .flatMap(of -> of.heads(handle, now, 1).stream().map(row -> candidate(of, row.shown())))
            .min(Candidate.OLDEST_FIRST)
            .orElse(one);
    Admitted admitted = Admitted.of(handle);
    return new Standing(
        one,
        line.place(handle, one),
        line.length(handle),
        oldest,
        admitted.byTeam().getOrDefault(one.team(), Usage.NONE),
        admitted.launching().getOrDefault(one.lane(), 0));
  }

  @Override
  public Map<Team, Load> loads() {
    return database.readAtOnce(
        "count the executions of each team",
        handle -> {
          Map<Team, Load> loads = new HashMap<>();
          Admitted.of(handle).byTeam().forEach((team, used) -> loads.put(team, new Load(0, used)));
          Line.lengthsByTeam(handle)
              .forEach(
                  (team, queued) ->
                      loads.merge(
                          team,
                          new Load(queued, Usage.NONE),
                          (a, b) -> new Load(b.queued(), a.admitted())));
          return loads;
        });
  }
}
