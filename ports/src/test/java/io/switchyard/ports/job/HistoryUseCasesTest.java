package io.switchyard.ports.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.switchyard.domain.input.InvalidValue;
import io.switchyard.domain.job.ExecutionId;
import io.switchyard.domain.job.Job;
import io.switchyard.domain.team.Caller;
import io.switchyard.domain.team.Team;
import io.switchyard.ports.TargetFailure;
import io.switchyard.ports.TargetFailure.Kind;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Who sees which events, and how long they are kept. */
final class HistoryUseCasesTest {

  private static final EventCursor START = EventCursor.START;

  private final InMemoryJobs store = new InMemoryJobs();
  private final SettableClock clock = new SettableClock();
  private final SequentialIds ids = new SequentialIds();
  private final ListEvents listEvents = new ListEvents(store);
  private final ListJobEvents listJobEvents = new ListJobEvents(store, store);

  private Job added(String team) {
    Job job = JobExamples.job(JobExamples.request("nightly", team, null), ids, clock.instant());
    store.add(job);
    return job;
  }

  private List<Team> teamsSeen(@Nullable Team asked, Caller by) {
    return listEvents.list(new ListEvents.Query(asked, null, START, 10), by).events().stream()
        .map(StoredEvent::team)
        .toList();
  }

  @Test
  void a_caller_sees_the_events_of_the_own_teams() {
    Team mine = new Team("data-infra");
    Team theirs = new Team("ml");
    added("data-infra");
    added("ml");

    assertThat(teamsSeen(null, JobExamples.ANNA)).containsExactly(mine);
    assertThat(teamsSeen(mine, JobExamples.VERA)).containsExactly(mine);
    assertThat(teamsSeen(theirs, JobExamples.ANNA)).isEmpty();
    assertThat(teamsSeen(null, JobExamples.ROOT)).containsExactly(mine, theirs);
    assertThat(teamsSeen(theirs, JobExamples.ROOT)).containsExactly(theirs);
  }

  @Test
  void the_events_of_another_teams_job_do_not_exist() {
    Job job = added("data-infra");

    assertThat(listJobEvents.list(job.id(), START, 10, JobExamples.ANNA)).isPresent();
    assertThat(listJobEvents.list(job.id(), START, 10, JobExamples.BORIS)).isEmpty();
    assertThat(listJobEvents.list(ids.nextJob(), START, 10, JobExamples.ROOT)).isEmpty();
  }

  @Test
  void a_page_says_where_to_read_on() {
    Job job = added("data-infra");
    EventPage page = listJobEvents.list(job.id(), START, 10, JobExamples.ANNA).orElseThrow();
    assertThat(page.next()).isEqualTo(page.events().get(0).cursor());
    EventPage rest = listJobEvents.list(job.id(), page.next(), 10, JobExamples.ANNA).orElseThrow();
    assertThat(rest).isEqualTo(new EventPage(List.of(), page.next()));
  }

  @Test
  void a_page_of_no_size_is_refused() {
    Job job = added("data-infra");
    for (int limit : List.of(0, ListEvents.MAX_LIMIT + 1)) {
      assertThatThrownBy(() -> new ListEvents.Query(null, null, START, limit))
          .isInstanceOf(InvalidValue.class);
      assertThatThrownBy(() -> listJobEvents.list(job.id(), START, limit, JobExamples.ANNA))
          .isInstanceOf(InvalidValue.class);
    }
  }

  @Test
  void events_and_jobs_are_forgotten_each_after_their_time_batch_by_batch() {
    Retention retention = new Retention(Duration.ofDays(1), Duration.ofDays(2), 3);
    ForgetHistory history = new ForgetHistory(store, LogStore.NONE, clock, retention);
    CancelJob cancel = new CancelJob(store, store, clock);
    Job running = added("data-infra");
    for (int i = 0; i < 4; i++) {
      cancel.cancel(added("data-infra").id(), "", JobExamples.ANNA);
    }
    assertThat(history.forget()).isFalse();
    assertThat(events()).hasSize(9);

    clock.advance(Duration.ofDays(1).plusSeconds(1));
    assertThat(history.forget()).isTrue();
    assertThat(events()).hasSize(6);
    while (history.forget()) {
      assertThat(events()).isNotEmpty();
    }
    assertThat(events()).extracting(stored -> stored.event().job()).containsOnly(running.id());
    assertThat(store.list(JobFilter.ALL, 10)).hasSize(5);

    clock.advance(Duration.ofDays(1));
    assertThat(history.forget()).isTrue();
    assertThat(history.forget()).isFalse();
    assertThat(store.list(JobFilter.ALL, 10)).extracting(Job::id).containsExactly(running.id());
  }

  private static final Retention NOT_AT_ALL = new Retention(Duration.ZERO, Duration.ZERO, 10);

  private Job endedWithLog(InMemoryLogs logs) {
    Job job = added("data-infra");
    new CancelJob(store, store, clock).cancel(job.id(), "", JobExamples.ANNA);
    logs.append(job.current().id(), LogStream.STDOUT, 0, new byte[] {'x'});
    logs.complete(job.current().id());
    return job;
  }

  @Test
  void the_logs_of_a_job_are_forgotten_with_it_and_no_others() {
    InMemoryLogs logs = new InMemoryLogs();
    endedWithLog(logs);
    clock.advance(Duration.ofSeconds(1));
    Job recent = endedWithLog(logs);
    Job running = added("data-infra");
    logs.append(running.current().id(), LogStream.STDOUT, 0, new byte[] {'x'});
    new ForgetHistory(store, logs, clock, NOT_AT_ALL).forget();
    assertThat(store.list(JobFilter.ALL, 10)).extracting(Job::id).hasSize(2);
    assertThat(logs.executions())
        .containsExactlyInAnyOrder(recent.current().id(), running.current().id());
  }

  @Test
  void a_process_that_dies_between_the_logs_and_the_job_leaves_no_log_behind() {
    InMemoryLogs logs = new InMemoryLogs();
    Job job = endedWithLog(logs);
    clock.advance(Duration.ofSeconds(1));
    History dying =
        (History)
            Proxy.newProxyInstance(
                History.class.getClassLoader(),
                new Class<?>[] {History.class},
                (proxy, method, arguments) -> {
                  if (method.getName().equals("forgetJobs")) {
                    throw new IllegalStateException("killed");
                  }
                  return method.invoke(store, arguments);
                });
    assertThatThrownBy(new ForgetHistory(dying, logs, clock, NOT_AT_ALL)::forget)
        .hasMessage("killed");
    assertThat(logs.executions()).isEmpty();
    assertThat(store.find(job.id())).isPresent();
    new ForgetHistory(store, logs, clock, NOT_AT_ALL).forget();
    assertThat(store.find(job.id())).isEmpty();
  }

  @Test
  void a_job_whose_log_cannot_be_deleted_stays_and_the_others_go() {
    Set<ExecutionId> stuck = new HashSet<>();
    InMemoryLogs logs = new InMemoryLogs();
    LogStore failing =
        (LogStore)
            Proxy.newProxyInstance(
                LogStore.class.getClassLoader(),
                new Class<?>[] {LogStore.class},
                (proxy, method, arguments) -> {
                  if (method.getName().equals("forget") && stuck.contains(arguments[0])) {
                    throw TargetFailure.withoutEffect(Kind.FORBIDDEN, "read-only");
                  }
                  return method.invoke(logs, arguments);
                });
    Job first = endedWithLog(logs);
    Job second = endedWithLog(logs);
    clock.advance(Duration.ofSeconds(1));
    stuck.add(first.current().id());
    ForgetHistory history = new ForgetHistory(store, failing, clock, NOT_AT_ALL);
    assertThatThrownBy(history::forget).hasMessage("read-only");
    assertThat(store.find(first.id())).isPresent();
    assertThat(store.find(second.id())).isEmpty();
    stuck.clear();
    history.forget();
    assertThat(store.find(first.id())).isEmpty();
    assertThat(logs.executions()).isEmpty();
  }

  private List<StoredEvent> events() {
    Instant ever = Instant.EPOCH;
    return store.after(new EventFilter(null, ever), START, 100);
  }
}
