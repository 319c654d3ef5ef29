package io.switchyard.ports.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.switchyard.domain.input.InvalidValue;
import io.switchyard.domain.job.Job;
import io.switchyard.domain.team.Caller;
import io.switchyard.domain.team.Team;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
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
    ForgetHistory history = new ForgetHistory(store, clock, retention);
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

  private List<StoredEvent> events() {
    Instant ever = Instant.EPOCH;
    return store.after(new EventFilter(null, ever), START, 100);
  }
}
