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
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class PostgresEventsIT extends EventsContract {

  @RegisterExtension private final PostgresStore store = new PostgresStore();
  private final SequentialIds newIds = new SequentialIds();

  @Override
  protected Jobs jobs() {
    return store.get().jobs();
  }

  @Override
  protected Executions executions() {
    return store.get().executions();
  }

  @Override
  protected Events events() {
    return store.get().events();
  }

  @Override
  protected History history() {
    return store.get().history();
  }

  private Connection connection() throws SQLException {
    StoreConfig config = store.config();
    return DriverManager.getConnection(config.url(), config.user(), config.password());
  }

  private Job added() {
    Job job = JobExamples.job(JobExamples.request(), newIds, Instant.EPOCH);
    assertThat(store.get().jobs().add(job)).isEmpty();
    return job;
  }

  private List<JobId> told(EventCursor after) {
    return store.get().events().after(EventFilter.ALL, after, 9).stream()
        .map(stored -> stored.event().job())
        .toList();
  }

  @Test
  void events_of_a_server_that_had_counted_further_come_before_those_of_this_one()
      throws Exception {
    Job before = added();
    store.get().close();
    try (Connection connection = connection();
        Statement direct = connection.createStatement()) {
      direct.execute("update events set tx = tx + 1000000000");
    }
    store.reopen();
    EventCursor newest = store.get().events().newest();
    Job after = added();

    assertThat(told(EventCursor.START)).containsExactly(before.id(), after.id());
    assertThat(told(newest)).containsExactly(after.id());
    store.reopen();
    Job again = added();
    assertThat(told(newest)).containsExactly(after.id(), again.id());
  }

  @Test
  void a_transaction_under_way_holds_back_what_began_after_it_for_all_but_the_job_itself()
      throws Exception {
    try (Connection connection = connection();
        Statement direct = connection.createStatement()) {
      connection.setAutoCommit(false);
      direct.execute("select pg_current_xact_id()");
      Job job = added();

      assertThat(told(EventCursor.START)).isEmpty();
      assertThat(store.get().events().of(job.id(), EventCursor.START, 9)).hasSize(1);
      connection.rollback();
      assertThat(told(EventCursor.START)).containsExactly(job.id());
    }
  }
}
