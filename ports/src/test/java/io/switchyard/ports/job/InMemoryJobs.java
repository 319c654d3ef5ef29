package io.switchyard.ports.job;

import static java.util.Comparator.comparing;

import io.switchyard.domain.job.Execution;
import io.switchyard.domain.job.ExecutionId;
import io.switchyard.domain.job.ExecutionState.Pending;
import io.switchyard.domain.job.ExecutionState.Queued;
import io.switchyard.domain.job.Job;
import io.switchyard.domain.job.JobEvent;
import io.switchyard.domain.job.JobEvents;
import io.switchyard.domain.job.JobId;
import io.switchyard.domain.job.admission.Candidate;
import io.switchyard.domain.job.admission.Lane;
import io.switchyard.domain.job.admission.Snapshot;
import io.switchyard.domain.job.admission.Standing;
import io.switchyard.domain.job.admission.Usage;
import io.switchyard.domain.placement.BackendId;
import io.switchyard.domain.team.Team;
import io.switchyard.ports.placement.Backends;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The store as maps; everything it hands out is immutable, so nobody can change it from outside.
 */
public final class InMemoryJobs implements Jobs, Executions, Admissions, Events, History {

  private record Row(
      Execution execution, long version, @Nullable Instant due, Instant leaseUntil) {}

  private final Map<JobId, Job> jobs = new TreeMap<>();
  private final Map<ExecutionId, Row> rows = new HashMap<>();
  private final List<StoredEvent> events = new ArrayList<>();
  private long written;
  private final InMemoryLogCaptures captures = new InMemoryLogCaptures();
  private final InMemoryWatches watches = new InMemoryWatches(this);

  private final InMemoryCallbacks callbacks = new InMemoryCallbacks();

  public LogCaptures captures() {
    return captures;
  }

  public Callbacks callbacks() {
    return callbacks;
  }

  public Watches watches() {
    return watches;
  }

  /** The work on this store, at the default pace. */
  public AdvanceExecutions advancing(Backends backends, JobIds ids, InstantSource clock) {
    return advancing(backends, ids, clock, JobExamples.admitting(this, clock));
  }

  /** The work on this store, with lines of its own. */
  AdvanceExecutions advancing(
      Backends backends, JobIds ids, InstantSource clock, AdmitExecutions admit) {
    Cadence pace = Cadence.DEFAULT;
    var watch = new WatchDrivers(this, this, watches, backends, ids, clock, pace);
    return new AdvanceExecutions(this, this, watch, backends, ids, clock, pace, admit);
  }

  synchronized List<Claimed> watched() {
    return rows.values().stream()
        .filter(row -> row.execution().watched())
        .map(row -> new Claimed(row.execution(), row.version()))
        .toList();
  }

  @Override
  public synchronized Addition add(Job job, int mostQueued) {
    Optional<Job> holder = holderOfKey(job);
    if (holder.isPresent()) {
      return new Addition.KeyHeld(holder.get());
    }
    long queued = queued().filter(one -> one.team().equals(job.request().team())).count();
    if (queued >= mostQueued) {
      return new Addition.QueueFull();
    }
    if (jobs.putIfAbsent(job.id(), job) != null) {
      throw new IllegalStateException("job exists: " + job.id());
    }
    insert(job.current());
    callbacks.addFor(job);
    write(JobEvents.of(job));
    return new Addition.Added();
  }

  private Optional<Job> holderOfKey(Job job) {
    String key = job.request().idempotencyKey();
    if (key == null) {
      return Optional.empty();
    }
    return jobs.values().stream()
        .filter(other -> other.request().team().equals(job.request().team()))
        .filter(other -> key.equals(other.request().idempotencyKey()))
        .findFirst()
        .flatMap(other -> find(other.id()));
  }

  @Override
  public synchronized Optional<Job> find(JobId id) {
    return Optional.ofNullable(jobs.get(id)).map(this::withExecutions);
  }

  private Job withExecutions(Job job) {
    List<Execution> executions =
        rows.values().stream()
            .map(Row::execution)
            .filter(execution -> execution.job().equals(job.id()))
            .sorted(comparing(Execution::attempt))
            .toList();
    return new Job(job.id(), job.request(), job.submittedAt(), executions);
  }

  @Override
  public synchronized List<Job> list(JobFilter filter, int limit) {
    return jobs.values().stream()
        .sorted(comparing(Job::id).reversed())
        .filter(job -> filter.before() == null || job.id().compareTo(filter.before()) < 0)
        .filter(job -> filter.teams() == null || filter.teams().contains(job.request().team()))
        .filter(job -> job.request().name().value().startsWith(filter.namePrefix()))
        .map(this::withExecutions)
        .filter(job -> filter.status() == null || job.status() == filter.status())
        .limit(limit)
        .toList();
  }

  @Override
  public synchronized List<Claimed> claimDue(Instant now, Duration lease, int limit) {
    List<Row> due =
        rows.values().stream()
            .filter(row -> row.due() != null && !row.due().isAfter(now))
            .filter(row -> !row.leaseUntil().isAfter(now))
            .sorted(comparing((Row row) -> row.due()).thenComparing(row -> row.execution().id()))
            .limit(limit)
            .toList();
    List<Claimed> claimed = new ArrayList<>();
    for (Row row : due) {
      Row held = new Row(row.execution(), row.version() + 1, row.due(), now.plus(lease));
      rows.put(row.execution().id(), held);
      claimed.add(new Claimed(held.execution(), held.version()));
    }
    return claimed;
  }

  @Override
  public synchronized Optional<Claimed> current(JobId job) {
    return find(job)
        .map(found -> rows.get(found.current().id()))
        .map(row -> new Claimed(row.execution(), row.version()));
  }

  @Override
  public synchronized List<Claimed> waiting(
      BackendId backend, @Nullable ExecutionId after, int limit) {
    return rows.values().stream()
        .filter(row -> row.execution().backend().equals(backend))
        .filter(
            row ->
                row.execution().state() instanceof Queued
                    || row.execution().state() instanceof Pending)
        .filter(row -> after == null || row.execution().id().compareTo(after) > 0)
        .sorted(comparing(row -> row.execution().id()))
        .limit(limit)
        .map(row -> new Claimed(row.execution(), row.version()))
        .toList();
  }

  @Override
  public synchronized List<Claimed> save(Collection<Change> changes) {
    List<Claimed> saved = new ArrayList<>();
    for (Change change : changes) {
      Row row = rows.get(change.now().id());
      if (row != null && row.version() == change.was().version() && !row.execution().ended()) {
        Row next = new Row(change.now(), row.version() + 1, change.due(), Instant.MIN);
        rows.put(change.now().id(), next);
        saved.add(new Claimed(next.execution(), next.version()));
        captures.addFor(change.now());
        callbacks.ended(change);
        Optional.ofNullable(change.following()).ifPresent(this::insert);
        write(JobEvents.of(row.execution(), change.now(), change.following()));
      }
    }
    return saved;
  }

  private void insert(Execution execution) {
    rows.put(execution.id(), new Row(execution, 1, execution.firstDue(), Instant.MIN));
  }

  @Override
  public synchronized List<ExecutionId> admit(
      Instant now, int heads, Function<Snapshot, List<ExecutionId>> policy) {
    List<List<Candidate>> lines = InMemoryLines.heads(queued(), now, heads);
    if (lines.isEmpty()) {
      return List.of();
    }
    List<ExecutionId> chosen = policy.apply(InMemoryLines.snapshot(admitted(), lines));
    List<Change> changes = new ArrayList<>();
    for (ExecutionId id : chosen) {
      Row row = rows.get(id);
      if (row != null && row.execution().state() instanceof Queued queued) {
        Claimed was = new Claimed(row.execution(), row.version());
        changes.add(Change.until(was, row.execution().in(queued.admitted(now)), now));
      }
    }
    return save(changes).stream().map(claimed -> claimed.execution().id()).toList();
  }

  @Override
  public synchronized Optional<Standing> standing(ExecutionId id, Instant now) {
    return queued()
        .filter(one -> one.id().equals(id))
        .findFirst()
        .map(one -> InMemoryLines.standing(one, queued().toList(), admitted().toList(), now));
  }

  @Override
  public synchronized Map<Team, Load> loads() {
    return InMemoryLines.loads(queued().toList(), admitted().toList());
  }

  /** What is placed on each backend and has not ended. */
  public synchronized Map<BackendId, Usage> taken() {
    Map<BackendId, Usage> taken = new HashMap<>();
    candidates(row -> !row.execution().ended())
        .forEach(
            one -> taken.merge(one.lane().backend(), Usage.NONE.plus(one.demand()), Usage::plus));
    return taken;
  }

  private Stream<Candidate> queued() {
    return candidates(row -> row.execution().state() instanceof Queued);
  }

  private Stream<InMemoryLines.Admitted> admitted() {
    return rows.values().stream()
        .filter(row -> !row.execution().ended())
        .filter(row -> !(row.execution().state() instanceof Queued))
        .map(row -> new InMemoryLines.Admitted(candidate(row), row.execution().handle() != null));
  }

  private Stream<Candidate> candidates(Predicate<Row> which) {
    return rows.values().stream().filter(which).map(this::candidate);
  }

  private Candidate candidate(Row row) {
    Execution execution = row.execution();
    return new Candidate(
        execution.id(),
        Objects.requireNonNull(jobs.get(execution.job())).request().team(),
        new Lane(execution.backend(), execution.sparkVersion()),
        execution.state().since(),
        execution.terms().demand());
  }

  private void write(List<JobEvent> happened) {
    for (JobEvent event : happened) {
      Job job = Objects.requireNonNull(jobs.get(event.job()));
      events.add(new StoredEvent(new EventCursor(++written, 0), job.request().team(), event));
    }
  }

  @Override
  public synchronized List<StoredEvent> of(JobId job, EventCursor after, int limit) {
    return events.stream()
        .filter(stored -> stored.event().job().equals(job))
        .filter(stored -> stored.cursor().compareTo(after) > 0)
        .limit(limit)
        .toList();
  }

  @Override
  public synchronized List<StoredEvent> latest(JobId job, int limit) {
    List<StoredEvent> all = of(job, EventCursor.START, Integer.MAX_VALUE);
    return List.copyOf(all.subList(Math.max(0, all.size() - limit), all.size()));
  }

  @Override
  public synchronized List<StoredEvent> after(EventFilter filter, EventCursor after, int limit) {
    return events.stream()
        .filter(stored -> stored.cursor().compareTo(after) > 0)
        .filter(stored -> filter.teams() == null || filter.teams().contains(stored.team()))
        .filter(stored -> filter.since() == null || !stored.event().at().isBefore(filter.since()))
        .limit(limit)
        .toList();
  }

  @Override
  public synchronized EventCursor newest() {
    return events.isEmpty() ? EventCursor.START : events.get(events.size() - 1).cursor();
  }

  @Override
  public synchronized int forgetEvents(Instant before, int limit) {
    List<StoredEvent> old =
        events.stream()
            .filter(stored -> stored.event().at().isBefore(before))
            .filter(stored -> ended(stored.event().job()))
            .sorted(comparing((StoredEvent stored) -> stored.event().at()))
            .limit(limit)
            .toList();
    events.removeAll(old);
    return old.size();
  }

  private boolean ended(JobId id) {
    return find(id).map(job -> job.current().ended()).orElse(true);
  }

  @Override
  public synchronized List<OldJob> oldJobs(Instant before, int limit) {
    return jobs.keySet().stream()
        .flatMap(id -> find(id).stream())
        .filter(job -> endedAt(job).isBefore(before) && !inUse(job))
        .sorted(comparing(InMemoryJobs::endedAt))
        .limit(limit)
        .map(job -> new OldJob(job.id(), job.executions().stream().map(Execution::id).toList()))
        .toList();
  }

  private boolean inUse(Job job) {
    return callbacks.pending(job.id())
        || job.executions().stream().anyMatch(attempt -> captures.claimed(attempt.id()));
  }

  @Override
  public synchronized int forgetJobs(Collection<JobId> ids) {
    List<Job> old =
        ids.stream()
            .flatMap(id -> find(id).stream())
            .filter(job -> job.current().ended() && !inUse(job))
            .toList();
    for (Job job : old) {
      jobs.remove(job.id());
      callbacks.forget(job.id());
      job.executions().forEach(attempt -> rows.remove(attempt.id()));
      job.executions().forEach(attempt -> captures.remove(attempt.id()));
      events.removeIf(stored -> stored.event().job().equals(job.id()));
    }
    return old.size();
  }

  private static Instant endedAt(Job job) {
    return Objects.requireNonNullElse(job.current().endedAt(), Instant.MAX);
  }
}
