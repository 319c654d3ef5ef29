package io.switchyard.adapters.jdbi;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchyard.domain.job.ExecutionId;
import io.switchyard.domain.job.ExecutionState.Pending;
import io.switchyard.domain.job.Job;
import io.switchyard.domain.job.admission.Candidate;
import io.switchyard.domain.job.admission.Snapshot;
import io.switchyard.domain.job.admission.Usage;
import io.switchyard.domain.team.Team;
import io.switchyard.ports.job.Admissions.Load;
import io.switchyard.ports.job.Claimed;
import io.switchyard.ports.job.JobExamples;
import io.switchyard.ports.job.SequentialIds;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the store promises about lines beyond its port. */
final class H2AdmissionStoreTest {

  private static final Instant T0 = Instant.parse("2026-03-01T10:00:00Z");
  private static final Duration LEASE = Duration.ofSeconds(10);
  private static final Team TEAM = new Team("data-infra");

  private final SequentialIds ids = new SequentialIds();

  @TempDir private Path folder;

  private StoreConfig config() {
    return StoreConfig.embedded(folder.resolve("store"));
  }

  private Job queued(JdbiStore store) {
    Job job = JobExamples.queued(JobExamples.request(), ids, T0);
    assertThat(store.jobs().add(job)).isEmpty();
    return job;
  }

  private static List<ExecutionId> first(Snapshot snapshot) {
    return snapshot.lines().get(0).stream().map(Candidate::id).limit(1).toList();
  }

  @Test
  void a_store_opened_again_has_its_lines_and_what_was_let_through() {
    Job through;
    Job waiting;
    try (JdbiStore store = JdbiStore.open(config())) {
      through = queued(store);
      waiting = queued(store);
      store.admissions().admit(T0, 9, H2AdmissionStoreTest::first);
    }
    try (JdbiStore store = JdbiStore.open(config())) {
      assertThat(store.admissions().loads())
          .isEqualTo(Map.of(TEAM, new Load(1, new Usage(1, 3, 3 * 1024))));
      assertThat(store.executions().claimDue(T0, LEASE, 9))
          .extracting(claimed -> claimed.execution().id())
          .containsExactly(through.current().id());
      assertThat(store.admissions().admit(T0, 9, H2AdmissionStoreTest::first))
          .containsExactly(waiting.current().id());
    }
  }

  /** A database of the release before, with a job that waits for its backend. */
  private void ofTheReleaseBefore(Job job) throws SQLException {
    String url = Vendor.H2.complete(config().url());
    Flyway.configure(Pool.class.getClassLoader())
        .dataSource(url, config().user(), "")
        .locations("classpath:db/switchyard")
        .table("switchyard_schema_history")
        .target("4")
        .placeholders(Vendor.H2.placeholders())
        .load()
        .migrate();
    try (Connection connection = DriverManager.getConnection(url, config().user(), "");
        Statement sql = connection.createStatement()) {
      sql.execute(
          """
          insert into jobs (id, team, name, submitter, request, status, submitted_at)
          values ('%s', 'data-infra', 'nightly', 'anna', '%s', 'PENDING', '2026-03-01 10:00:00Z')
          """
              .formatted(job.id(), RequestJson.write(job.request())));
      sql.execute(
          """
          insert into executions (id, job_id, attempt, backend, spark_version, state, since, message,
            due_at, version)
          values ('%s', '%s', 1, 'local', '4.1.2', 'PENDING', '2026-03-01 10:00:00Z', 'no room',
            '2026-03-01 10:00:00Z', 1)
          """
              .formatted(job.current().id(), job.id()));
    }
  }

  @Test
  void what_waited_for_its_backend_before_there_were_lines_goes_on_waiting_there()
      throws Exception {
    Job job = JobExamples.queued(JobExamples.request(), ids, T0);
    ofTheReleaseBefore(job);
    try (JdbiStore store = JdbiStore.open(config())) {
      Claimed claimed = store.executions().claimDue(T0, LEASE, 9).get(0);
      assertThat(claimed.execution().state()).isEqualTo(new Pending(T0, "no room"));
      assertThat(store.admissions().loads())
          .isEqualTo(Map.of(TEAM, new Load(0, new Usage(1, 0, 0))));
    }
  }
}
