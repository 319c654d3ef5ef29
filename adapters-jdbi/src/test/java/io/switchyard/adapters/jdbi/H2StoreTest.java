package io.switchyard.adapters.jdbi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.switchyard.domain.job.BackendHandle;
import io.switchyard.domain.job.Execution;
import io.switchyard.domain.job.ExecutionState.Launching;
import io.switchyard.domain.job.ExecutionState.Pending;
import io.switchyard.domain.job.Job;
import io.switchyard.domain.job.JobStatus;
import io.switchyard.ports.TargetFailure;
import io.switchyard.ports.job.Change;
import io.switchyard.ports.job.Claimed;
import io.switchyard.ports.job.Eventually;
import io.switchyard.ports.job.JobExamples;
import io.switchyard.ports.job.JobFilter;
import io.switchyard.ports.job.SequentialIds;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the store promises beyond its ports, seen on H2. */
final class H2StoreTest {

  private static final Instant T0 = Instant.parse("2026-03-01T10:00:00.123456Z");
  private static final Duration LEASE = Duration.ofSeconds(10);

  private final SequentialIds ids = new SequentialIds();
  private StoreConfig config;
  private JdbiStore store;

  @BeforeEach
  void open(@TempDir Path folder) {
    config = StoreConfig.embedded(folder.resolve("store"));
    store = JdbiStore.open(config);
  }

  @AfterEach
  void close() {
    store.close();
  }

  private Job added() {
    Job job = JobExamples.job(JobExamples.request(), ids, T0);
    assertThat(store.jobs().add(job)).isEmpty();
    return job;
  }

  private void sql(String statement) throws SQLException {
    String url = Vendor.H2.complete(config.url());
    try (Connection connection = DriverManager.getConnection(url, config.user(), "");
        Statement direct = connection.createStatement()) {
      direct.execute(statement);
    }
  }

  @Test
  void a_store_opened_again_has_what_was_in_it() {
    Job job = added();
    store.close();
    store = JdbiStore.open(config);
    assertThat(store.jobs().find(job.id())).contains(job);
  }

  @Test
  void what_a_process_had_claimed_when_it_died_is_free_for_the_next() {
    added();
    Instant now = T0.plusSeconds(1);
    assertThat(store.executions().claimDue(now, Duration.ofDays(1), 9)).hasSize(1);
    assertThat(store.executions().claimDue(now, LEASE, 9)).isEmpty();
    store.close();
    store = JdbiStore.open(config);
    assertThat(store.executions().claimDue(now, LEASE, 9)).hasSize(1);
  }

  @Test
  void a_closed_store_does_not_answer() {
    assertThat(store.answers()).isTrue();
    store.close();
    assertThat(store.answers()).isFalse();
  }

  @Test
  void a_wrong_password_is_named() {
    assertThatThrownBy(() -> JdbiStore.open(new StoreConfig(config.url(), config.user(), "wrong")))
        .isInstanceOf(TargetFailure.class)
        .hasMessageContaining(
            "does not let user switchyard in; check the store's user and password")
        .satisfies(
            e -> assertThat(((TargetFailure) e).kind()).isEqualTo(TargetFailure.Kind.FORBIDDEN))
        .hasMessageNotContaining("wrong");
  }

  @Test
  void an_interrupted_thread_leaves_the_store_open_for_others() throws Exception {
    for (int i = 0; i < 20; i++) {
      Thread adder = new Thread(() -> addUntilInterrupted());
      adder.start();
      int before = i;
      Eventually.get(
          Duration.ofMinutes(2),
          () -> List.of(store.jobs().list(JobFilter.ALL, 1_000).size()),
          count -> count > before);
      adder.interrupt();
      adder.join();
    }
    Job after = added();
    assertThat(store.jobs().find(after.id())).contains(after);
  }

  private void addUntilInterrupted() {
    while (!Thread.currentThread().isInterrupted()) {
      try {
        added();
      } catch (TargetFailure interrupted) {
        return;
      }
    }
  }

  @Test
  void a_store_whose_file_was_closed_under_it_opens_it_again() throws Exception {
    Job job = added();
    sql("shutdown immediately");
    assertThat(
            Eventually.get(
                Duration.ofMinutes(2), () -> List.of(store.jobs().find(job.id())), found -> true))
        .contains(job);
    assertThat(store.answers()).isTrue();
  }

  @Test
  void a_state_of_a_later_release_is_shown_but_neither_claimed_nor_changed() throws Exception {
    Job later = added();
    Job known = added();
    sql("update executions set state = 'DREAMING' where job_id = '" + later.id() + "'");

    assertThat(store.executions().claimDue(T0, LEASE, 10))
        .extracting(claimed -> claimed.execution().job())
        .containsExactly(known.id());
    assertThat(store.jobs().list(JobFilter.ALL, 10)).hasSize(2);
    assertThat(store.jobs().find(later.id()).orElseThrow().current().state())
        .isInstanceOfSatisfying(
            Pending.class, state -> assertThat(state.waitingFor()).contains("DREAMING"));
    assertThatThrownBy(() -> store.executions().current(later.id()))
        .isInstanceOf(TargetFailure.class)
        .hasMessageContaining("unknown state DREAMING")
        .hasMessageContaining("upgrade");
  }

  @Test
  void a_row_that_cannot_be_read_does_not_keep_the_others_from_being_claimed() throws Exception {
    Job broken = added();
    Job good = added();
    sql("update executions set backend = 'NOT ONE' where job_id = '" + broken.id() + "'");
    assertThat(store.executions().claimDue(T0, LEASE, 1)).isEmpty();
    assertThat(store.executions().claimDue(T0, LEASE, 1))
        .extracting(claimed -> claimed.execution().job())
        .containsExactly(good.id());
  }

  @Test
  void what_a_backend_says_never_keeps_a_state_from_being_written() {
    Job job = added();
    Claimed claimed = store.executions().claimDue(T0, LEASE, 1).get(0);
    String rude = "nul \0 half \ud83d pair \ud83d\ude00 " + "x".repeat(2_000_000);
    Execution next = claimed.execution().in(new Pending(T0.plusNanos(1), rude));
    List<Claimed> saved = store.executions().save(List.of(Change.until(claimed, next, T0)));
    Execution read = store.jobs().find(job.id()).orElseThrow().current();
    assertThat(saved).extracting(Claimed::execution).containsExactly(read);
    assertThat(((Pending) read.state()).waitingFor())
        .startsWith("nul \ufffd half \ufffd pair \ud83d\ude00 xxx")
        .endsWith("…");
    assertThat(read.state().since()).isEqualTo(T0);
  }

  @Test
  void a_prefix_that_no_name_can_have_finds_nothing() {
    added();
    assertThat(store.jobs().list(new JobFilter(null, null, "night\0", null), 10)).isEmpty();
    assertThat(store.jobs().list(new JobFilter(null, null, "!", null), 10)).isEmpty();
  }

  @Test
  void a_job_is_listed_by_the_status_it_has_after_a_save() {
    Job job = added();
    Claimed claimed = store.executions().claimDue(T0, LEASE, 1).get(0);
    var submitted = new Launching(T0).submitted(new BackendHandle("d"), T0);
    store.executions().save(List.of(Change.until(claimed, claimed.execution().in(submitted), T0)));
    assertThat(store.jobs().list(new JobFilter(null, JobStatus.PENDING, "", null), 9)).isEmpty();
    assertThat(store.jobs().list(new JobFilter(null, JobStatus.SUBMITTED, "", null), 9))
        .extracting(Job::id)
        .containsExactly(job.id());
  }
}
