package io.switchyard.ports.job;

import static io.switchyard.ports.job.JobExamples.ANNA;
import static io.switchyard.ports.job.JobExamples.BACKEND;
import static org.assertj.core.api.Assertions.assertThat;

import io.switchyard.domain.job.Execution;
import io.switchyard.domain.job.ExecutionId;
import io.switchyard.domain.job.JobId;
import io.switchyard.domain.job.JobStatus;
import io.switchyard.domain.job.Observation.Phase;
import io.switchyard.domain.job.Stopping;
import io.switchyard.ports.TargetFailure;
import io.switchyard.ports.TargetFailure.Kind;
import io.switchyard.ports.placement.Backend;
import io.switchyard.ports.placement.Backends;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class WatchDriversTest {

  private final InMemoryJobs store = new InMemoryJobs();
  private final FakeBackend fake = new FakeBackend();
  private final SettableClock clock = new SettableClock();
  private final JobIds ids = new SequentialIds();
  private final Backend backend = fake.backend();
  private final CancelJob cancelJob = new CancelJob(store, store, clock);
  private Runnable duringLook = () -> {};
  private Runnable changed = () -> {};
  private final WatchDrivers watch = watching();

  /** As another process has it. */
  private WatchDrivers watching() {
    JobLauncher hooked =
        (JobLauncher)
            Proxy.newProxyInstance(
                JobLauncher.class.getClassLoader(),
                new Class<?>[] {JobLauncher.class},
                (proxy, method, arguments) -> {
                  if (method.getName().equals("observe")) {
                    duringLook.run();
                  } else if (method.getName().equals("onChange")) {
                    changed = (Runnable) arguments[0];
                  }
                  return method.invoke(fake, arguments);
                });
    var backends = new Backends(List.of(new Backend(BACKEND, hooked, backend.logs())));
    return new WatchDrivers(store, store, store.watches(), backends, ids, clock, Cadence.DEFAULT);
  }

  /** Drivers that wait on the backend. */
  private List<Execution> launched(int count) {
    var backends = new Backends(List.of(backend));
    var submit = new SubmitJob(store, backends, ids, clock);
    List<Execution> executions = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Submission answer = submit.submit(JobExamples.request(), ANNA);
      executions.add(((Submission.Accepted) answer).job().current());
    }
    store.advancing(backends, ids, clock).advance();
    return executions;
  }

  private int look() {
    clock.advance(Duration.ofSeconds(1));
    return watch.watch();
  }

  private JobStatus status(JobId job) {
    return store.find(job).orElseThrow().status();
  }

  private Map<ExecutionId, Long> versions() {
    return store.watches().versions(BACKEND);
  }

  @Test
  void a_driver_that_goes_on_as_before_costs_no_write() {
    List<Execution> drivers = launched(3);
    drivers.forEach(driver -> fake.enter(driver.id(), Phase.RUNNING));
    assertThat(look()).isEqualTo(3);
    Map<ExecutionId, Long> before = versions();
    assertThat(look()).isZero();
    assertThat(versions()).isEqualTo(before).hasSize(3);
  }

  @Test
  void a_look_writes_what_changed_and_nothing_else() {
    List<Execution> drivers = launched(3);
    Map<ExecutionId, Long> before = versions();
    fake.enter(drivers.get(1).id(), Phase.RUNNING);
    assertThat(look()).isEqualTo(1);
    assertThat(status(drivers.get(1).job())).isEqualTo(JobStatus.RUNNING);
    Map<ExecutionId, Long> after = versions();
    assertThat(after.get(drivers.get(1).id())).isGreaterThan(before.get(drivers.get(1).id()));
    assertThat(after.get(drivers.get(0).id())).isEqualTo(before.get(drivers.get(0).id()));
  }

  @Test
  void one_look_asks_the_backend_once_and_follows_every_end() {
    List<Execution> drivers = launched(35);
    drivers.forEach(driver -> fake.enter(driver.id(), Phase.SUCCEEDED));
    int before = fake.observeCalls();
    assertThat(look()).isEqualTo(35);
    assertThat(fake.observeCalls()).isEqualTo(before + 1);
    assertThat(drivers).allMatch(driver -> status(driver.job()) == JobStatus.SUCCEEDED);
  }

  @Test
  void a_backend_without_drivers_is_not_asked() {
    assertThat(look()).isZero();
    assertThat(fake.observeCalls()).isZero();
  }

  @Test
  void while_somebody_else_watches_nobody_asks_until_the_lease_ends() {
    launched(1);
    clock.advance(Duration.ofSeconds(1));
    Duration lease = Duration.ofSeconds(5);
    assertThat(store.watches().claimDue(Set.of(BACKEND), clock.instant(), lease)).hasSize(1);
    int before = fake.observeCalls();
    for (int i = 0; i < 4; i++) {
      look();
    }
    assertThat(fake.observeCalls()).isEqualTo(before);
    look();
    assertThat(fake.observeCalls()).isEqualTo(before + 1);
  }

  @Test
  void what_changed_during_a_look_is_not_overwritten() {
    Execution driver = launched(1).get(0);
    fake.enter(driver.id(), Phase.SUCCEEDED);
    duringLook = () -> cancelJob.cancel(driver.job(), "", ANNA);
    assertThat(look()).isZero();
    assertThat(store.current(driver.job()).orElseThrow().execution().state())
        .isInstanceOf(Stopping.class);
  }

  @Test
  void two_that_look_at_the_same_time_write_each_change_once() {
    Execution driver = launched(1).get(0);
    fake.enter(driver.id(), Phase.RUNNING);
    WatchDrivers other = watching();
    duringLook =
        () -> {
          duringLook = () -> {};
          // The first is slow, and its lease is over.
          clock.advance(Duration.ofSeconds(6));
          assertThat(other.watch()).isEqualTo(1);
        };
    assertThat(look()).isZero();
    assertThat(store.of(driver.job(), EventCursor.START, 100))
        .extracting(stored -> stored.event().type().name())
        .containsOnlyOnce("RUNNING");
  }

  @Test
  void a_backend_that_fails_is_asked_again_after_a_pause() {
    Execution driver = launched(1).get(0);
    fake.enter(driver.id(), Phase.RUNNING);
    duringLook =
        () -> {
          throw TargetFailure.withoutEffect(Kind.UNREACHABLE, "the master is away");
        };
    assertThat(look()).isZero();
    duringLook = () -> {};
    assertThat(look()).isZero();
    assertThat(look()).isEqualTo(1);
    assertThat(status(driver.job())).isEqualTo(JobStatus.RUNNING);
  }

  @Test
  void a_backend_that_tells_of_a_change_is_looked_at_sooner_but_not_all_the_time() {
    Execution driver = launched(1).get(0);
    look();
    fake.enter(driver.id(), Phase.RUNNING);
    int before = fake.observeCalls();
    clock.advance(Duration.ofMillis(250));
    assertThat(watch.watch()).isZero();
    assertThat(fake.observeCalls()).isEqualTo(before);
    changed.run();
    assertThat(watch.watch()).isEqualTo(1);
    assertThat(status(driver.job())).isEqualTo(JobStatus.RUNNING);

    for (int i = 0; i < 10; i++) {
      clock.advance(Duration.ofMillis(20));
      changed.run();
      watch.watch();
    }
    assertThat(fake.observeCalls()).isEqualTo(before + 2);
  }

  @Test
  void a_change_that_is_told_of_during_a_look_is_looked_at_after_it() {
    Execution driver = launched(1).get(0);
    duringLook =
        () -> {
          duringLook = () -> {};
          changed.run();
        };
    look();
    fake.enter(driver.id(), Phase.RUNNING);
    clock.advance(Duration.ofMillis(200));
    assertThat(watch.watch()).isEqualTo(1);
  }
}
