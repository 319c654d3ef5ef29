package io.switchyard.adapters.jdbi;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchyard.domain.job.Job;
import io.switchyard.domain.job.JobId;
import io.switchyard.ports.job.EventCursor;
import io.switchyard.ports.job.EventFilter;
import io.switchyard.ports.job.Events;
import io.switchyard.ports.job.EventsContract;
import io.switchyard.ports.job.Executions;
import io.switchyard.ports.job.History;
import io.switchyard.ports.job.JobExamples;
import io.switchyard.ports.job.Jobs;
import io.switchyard.ports.job.SequentialIds;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PostgresEventsIT extends EventsContract {

  private static PostgresServer server;
  private final SequentialIds newIds = new SequentialIds();
  private StoreConfig config;
  private JdbiStore store;

  @BeforeAll
  static void start(@TempDir Path folder) {
    server = PostgresServer.start(folder);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void open() {
    config = server.freshDatabase();
    store = JdbiStore.open(config);
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Override
  protected Jobs jobs() {
    return store.jobs();
  }

  @Override
  protected Executions executions() {
    return store.executions();
  }

  @Override
  protected Events events() {
    return store.events();
  }

  @Override
  protected History history() {
    return store.history();
  }

  private Job added() {
    Job job = JobExamples.job(JobExamples.request(), newIds, Instant.EPOCH);
    assertThat(store.jobs().add(job)).isEmpty();
    return job;
  }

  private List<JobId> told(EventCursor after) {
    return store.events().after(EventFilter.ALL, after, 9).stream()
        .map(stored -> stored.event().job())
        .toList();
  }

  @Test
  void events_of_a_server_that_had_counted_further_come_before_those_of_this_one()
      throws Exception {
    Job before = added();
    store.close();
    try (Connection connection =
            DriverManager.getConnection(config.url(), config.user(), config.password());
        Statement direct = connection.createStatement()) {
      direct.execute("update events set tx = tx + 1000000000");
    }
    store = JdbiStore.open(config);
    EventCursor newest = store.events().newest();
    Job after = added();

    assertThat(told(EventCursor.START)).containsExactly(before.id(), after.id());
    assertThat(told(newest)).containsExactly(after.id());
    store.close();
    store = JdbiStore.open(config);
    Job again = added();
    assertThat(told(newest)).containsExactly(after.id(), again.id());
  }

  @Test
  void a_transaction_under_way_holds_back_what_began_after_it_for_all_but_the_job_itself()
      throws Exception {
    try (Connection connection =
            DriverManager.getConnection(config.url(), config.user(), config.password());
        Statement direct = connection.createStatement()) {
      connection.setAutoCommit(false);
      direct.execute("select pg_current_xact_id()");
      Job job = added();

      assertThat(told(EventCursor.START)).isEmpty();
      assertThat(store.events().of(job.id(), EventCursor.START, 9)).hasSize(1);
      connection.rollback();
      assertThat(told(EventCursor.START)).containsExactly(job.id());
    }
  }
}
