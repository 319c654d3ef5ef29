package io.switchyard.adapters.jdbi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.switchyard.domain.job.Execution;
import io.switchyard.domain.job.ExecutionId;
import io.switchyard.domain.job.Job;
import io.switchyard.ports.TargetFailure;
import io.switchyard.ports.job.Claimed;
import io.switchyard.ports.job.Eventually;
import io.switchyard.ports.job.JobExamples;
import io.switchyard.ports.job.JobFilter;
import io.switchyard.ports.job.SequentialIds;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several processes on one PostgreSQL, and a PostgreSQL that goes away. */
final class PostgresStoreIT {

  private static final Instant T0 = StoreProcess.T0;
  private static final Duration LEASE = Duration.ofSeconds(30);
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private static PostgresServer server;

  private final SequentialIds ids = new SequentialIds();

  @BeforeAll
  static void start(@TempDir Path folder) {
    server = PostgresServer.start(folder);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private Job added(JdbiStore store) {
    Job job = JobExamples.job(JobExamples.request(), ids, T0);
    assertThat(store.jobs().add(job)).isEmpty();
    return job;
  }

  @Test
  void two_stores_claim_each_execution_once() throws Exception {
    StoreConfig config = server.freshDatabase();
    try (JdbiStore one = JdbiStore.open(config);
        JdbiStore two = JdbiStore.open(config)) {
      for (int i = 0; i < 200; i++) {
        added(one);
      }
      List<ExecutionId> claimed = new ArrayList<>();
      for (List<ExecutionId> ids : both(() -> claimAll(one), () -> claimAll(two))) {
        claimed.addAll(ids);
      }
      assertThat(claimed).doesNotHaveDuplicates().hasSize(200);
    }
  }

  private static List<ExecutionId> claimAll(JdbiStore store) {
    List<ExecutionId> mine = new ArrayList<>();
    List<Claimed> batch = store.executions().claimDue(T0, LEASE, 7);
    while (!batch.isEmpty()) {
      batch.stream().map(Claimed::execution).map(Execution::id).forEach(mine::add);
      batch = store.executions().claimDue(T0, LEASE, 7);
    }
    return mine;
  }

  /** Most of the time luck is enough, hence again and again. */
  @RepeatedTest(20)
  void stores_that_open_an_empty_database_at_once_both_work() throws Exception {
    StoreConfig config = server.freshDatabase();
    List<JdbiStore> stores = both(() -> JdbiStore.open(config), () -> JdbiStore.open(config));
    Job job = added(stores.get(0));
    assertThat(stores.get(1).jobs().find(job.id())).contains(job);
    stores.forEach(JdbiStore::close);
    try (JdbiStore again = JdbiStore.open(config)) {
      assertThat(again.jobs().find(job.id())).contains(job);
    }
  }

  private static <T> List<T> both(Callable<T> one, Callable<T> two) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      List<T> results = new ArrayList<>();
      for (Future<T> future : threads.invokeAll(List.of(one, two))) {
        results.add(future.get());
      }
      return results;
    } finally {
      threads.shutdown();
    }
  }

  @Test
  void what_a_killed_process_had_claimed_is_claimed_by_another_after_the_lease() throws Exception {
    StoreConfig config = server.freshDatabase();
    try (JdbiStore store = JdbiStore.open(config)) {
      Job job = added(store);
      try (StoreProcess process = StoreProcess.claiming(config)) {
        assertThat(process.line()).isEqualTo("1 claimed.");
        process.kill();
      }
      assertThat(store.executions().claimDue(T0, LEASE, 10)).isEmpty();
      assertThat(store.executions().claimDue(T0.plus(LEASE), LEASE, 10))
          .extracting(Claimed::execution)
          .containsExactly(job.current());
    }
  }

  @Test
  void a_job_whose_add_returned_is_there_after_a_kill() throws Exception {
    StoreConfig config = server.freshDatabase();
    List<String> added = new ArrayList<>();
    try (StoreProcess process = StoreProcess.adding(config)) {
      for (int i = 0; i < 200; i++) {
        added.add(process.line());
      }
      added.addAll(process.kill());
    }
    try (JdbiStore store = JdbiStore.open(config)) {
      assertThat(store.jobs().list(JobFilter.ALL, 1_000_000))
          .extracting(job -> job.id() + ".")
          .containsAll(added);
    }
  }

  @Test
  void calls_fail_in_bounded_time_while_the_server_is_away_and_work_after() {
    StoreConfig config = server.freshDatabase();
    try (JdbiStore store = JdbiStore.open(config)) {
      Job job = added(store);
      server.stop();
      try {
        for (int i = 0; i < 3; i++) {
          assertUnreachable(() -> store.jobs().find(job.id()));
          assertUnreachable(() -> added(store));
        }
        assertThat(store.answers()).isFalse();
        assertThatThrownBy(() -> JdbiStore.open(config))
            .isInstanceOf(TargetFailure.class)
            .hasMessageContaining("cannot be reached; check the store's url");
      } finally {
        server.startAgain();
      }
      assertThat(Eventually.get(PATIENCE, () -> List.of(store.jobs().find(job.id())), f -> true))
          .contains(job);
      added(store);
      assertThat(store.answers()).isTrue();
    }
  }

  private static void assertUnreachable(Runnable call) {
    long began = System.nanoTime();
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(
            TargetFailure.class,
            failure -> {
              assertThat(failure.kind()).isEqualTo(TargetFailure.Kind.UNREACHABLE);
              assertThat(failure.outcomeKnown()).isTrue();
            });
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(60));
  }

  @Test
  void a_wrong_user_and_a_missing_database_are_named() {
    StoreConfig config = server.freshDatabase();
    assertThatThrownBy(() -> JdbiStore.open(new StoreConfig(config.url(), "nobody", "")))
        .isInstanceOf(TargetFailure.class)
        .hasMessageContaining("does not let user nobody in");
    assertThatThrownBy(
            () -> JdbiStore.open(new StoreConfig(config.url() + "_missing", config.user(), "")))
        .isInstanceOf(TargetFailure.class)
        .hasMessageContaining("is not there; create the database");
  }
}
