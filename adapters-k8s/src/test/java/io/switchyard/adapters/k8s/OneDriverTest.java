package io.switchyard.adapters.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.mockwebserver.http.MockResponse;
import io.fabric8.mockwebserver.http.RecordedRequest;
import io.switchyard.adapters.k8s.K8sConfig.Mode;
import io.switchyard.adapters.k8s.K8sConfig.Namespaces;
import io.switchyard.adapters.k8s.K8sConfig.Profile;
import io.switchyard.domain.job.Execution;
import io.switchyard.domain.job.ExecutionState;
import io.switchyard.domain.job.Job;
import io.switchyard.domain.placement.BackendId;
import io.switchyard.ports.job.AdvanceExecutions;
import io.switchyard.ports.job.Cadence;
import io.switchyard.ports.job.Executions;
import io.switchyard.ports.job.FakeBackend;
import io.switchyard.ports.job.InMemoryJobs;
import io.switchyard.ports.job.JobExamples;
import io.switchyard.ports.job.JobIds;
import io.switchyard.ports.job.SettableClock;
import io.switchyard.ports.job.WatchDrivers;
import io.switchyard.ports.placement.Backend;
import io.switchyard.ports.placement.Backends;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One driver per execution, whatever happens to whichever request of its launch. */
final class OneDriverTest {

  private static final Duration LONG = Duration.ofSeconds(31);

  private static final FakeBackend FAKE = new FakeBackend();
  private static final Backends NOBODY =
      new Backends(List.of(new Backend(new BackendId("nobody"), FAKE, FAKE)));

  /** What happens to a request. */
  enum Trouble {
    /** It never arrives, and nobody says so. */
    LOST,
    /** It is done, and the answer is lost. */
    ANSWER_LOST,
    /** It is done, and answered 500. */
    DONE_BUT_500,
    /** It is done twice, and the second answer counts. */
    DOUBLED,
    /** It is done, and our process dies before the answer. */
    DEATH_AFTER,
    /** It is not done, and our process dies. */
    DEATH_BEFORE,
    /** It arrives only when the process that sent it is dead and another one has taken over. */
    DELAYED
  }

  /** The process is dead; nothing catches it. */
  private static final class Death extends Error {
    private static final long serialVersionUID = 1L;
  }

  private final MockSite site = new MockSite();
  private final List<AutoCloseable> open = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable one : open) {
      one.close();
    }
    site.close();
  }

  @ParameterizedTest
  @EnumSource(Trouble.class)
  void there_is_one_driver_whatever_happens_to_any_request(Trouble trouble) throws Exception {
    for (Mode mode : Mode.values()) {
      int happened = 1;
      for (int request = 0; happened > 0; request++) {
        happened = launched(mode, trouble, request);
        for (AutoCloseable one : open) {
          one.close();
        }
        open.clear();
      }
    }
  }

  /**
   * Launches with trouble at one request.
   *
   * @return 0 if there are not that many requests
   */
  private int launched(Mode mode, Trouble trouble, int at) {
    SettableClock clock = new SettableClock();
    clock.advance(Duration.between(clock.instant(), Instant.now()));
    InMemoryJobs store = new InMemoryJobs();
    JobIds ids = FreshIds.IDS;
    Job job = JobExamples.job(Examples.etl(), ids, clock.instant());
    store.add(job);
    KubernetesClient client = site.connect();
    open.add(client);
    Happening happening = new Happening(trouble, at);
    site.nothingHappens();
    site.happen(happening);
    Process process = new Process(mode, store, ids, clock);
    happening.of(process);
    for (int round = 0; round < 20 && !submitted(store, job); round++) {
      try {
        process.work.advance();
      } catch (Death death) {
        // Nothing of it is left.
      }
      if (process.dead.get()) {
        process = new Process(mode, store, ids, clock);
        clock.advance(LONG);
        process.work.advance();
        happening.late();
      }
      clock.advance(LONG);
    }
    site.nothingHappens();
    String where = mode + " " + trouble + " at request " + at;
    assertThat(submitted(store, job)).as(where).isTrue();
    assertThat(drivers(client, mode, job)).as(where).isEqualTo(1);
    assertThat(happening.made.get()).as("drivers made, " + where).isEqualTo(1);
    return happening.happened.get();
  }

  private static boolean submitted(InMemoryJobs store, Job job) {
    return store.find(job.id()).map(Job::current).map(Execution::state).orElseThrow()
        instanceof ExecutionState.OnBackend;
  }

  private static int drivers(KubernetesClient client, Mode mode, Job job) {
    return client
        .genericKubernetesResources(Way.of(mode).kind())
        .inAnyNamespace()
        .withLabel(Labels.EXECUTION, job.current().id().value())
        .list()
        .getItems()
        .size();
  }

  /** A process of ours on a store that outlives it. */
  private final class Process {

    final AtomicBoolean dead = new AtomicBoolean();
    final Wire wire = new Wire(site.port());
    final AdvanceExecutions work;

    Process(Mode mode, InMemoryJobs store, JobIds ids, SettableClock clock) {
      open.add(wire);
      K8sConfig config =
          Examples.config(
              JobExamples.BACKEND,
              mode,
              new Namespaces(true, Map.of()),
              new Profile(Examples.IMAGES));
      K8sBackend backend = K8sBackend.of(new Kube(site.connect(wire)), config, clock);
      open.add(backend);
      Backends backends = new Backends(List.of(backend.backend()));
      Executions executions = mortal(store);
      Cadence pace = Cadence.DEFAULT;
      // Launched is enough; nobody watches.
      var watch = new WatchDrivers(store, executions, store.watches(), NOBODY, ids, clock, pace);
      this.work =
          new AdvanceExecutions(
              store,
              executions,
              watch,
              backends,
              ids,
              clock,
              pace,
              JobExamples.admitting(store, clock));
    }

    /** The dead write nothing. */
    private Executions mortal(InMemoryJobs store) {
      return (Executions)
          Proxy.newProxyInstance(
              Executions.class.getClassLoader(),
              new Class<?>[] {Executions.class},
              (proxy, method, arguments) -> {
                if (dead.get()) {
                  throw new Death();
                }
                return method.invoke(store, arguments);
              });
    }

    void die() {
      dead.set(true);
      wire.cut();
    }
  }

  /** Trouble at one of the requests, counted from the first. */
  private static final class Happening implements MockSite.Fault {

    private final Trouble trouble;
    private final int at;
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicInteger made = new AtomicInteger();
    private final AtomicInteger happened = new AtomicInteger();
    private volatile Process process;
    private volatile Runnable late = () -> {};

    Happening(Trouble trouble, int at) {
      this.trouble = trouble;
      this.at = at;
    }

    void of(Process on) {
      process = on;
    }

    /** What was under way when its sender died arrives. */
    void late() {
      late.run();
      late = () -> {};
    }

    @Override
    public Optional<MockResponse> happen(
        RecordedRequest request, Function<RecordedRequest, MockResponse> served) {
      if (requests.getAndIncrement() != at) {
        return Optional.of(serve(request, served));
      }
      happened.incrementAndGet();
      return Optional.of(trouble(request, served));
    }

    private MockResponse trouble(
        RecordedRequest request, Function<RecordedRequest, MockResponse> served) {
      switch (trouble) {
        case LOST -> {
          process.wire.cut();
          process.wire.mend();
          return new MockResponse().setResponseCode(503);
        }
        case ANSWER_LOST -> {
          MockResponse answer = serve(request, served);
          process.wire.cut();
          process.wire.mend();
          return answer;
        }
        case DONE_BUT_500 -> {
          MockResponse unused = serve(request, served);
          return new MockResponse().setResponseCode(500);
        }
        case DOUBLED -> {
          MockResponse unused = serve(request, served);
          boolean makes = request.getMethod().equals("POST");
          return makes ? new MockResponse().setResponseCode(409) : serve(request, served);
        }
        case DEATH_AFTER -> {
          MockResponse answer = serve(request, served);
          process.die();
          return answer;
        }
        case DEATH_BEFORE -> process.die();
        case DELAYED -> {
          late =
              () -> {
                MockResponse unused = serve(request, served);
              };
          process.die();
        }
      }
      return new MockResponse().setResponseCode(503);
    }

    private MockResponse serve(
        RecordedRequest request, Function<RecordedRequest, MockResponse> served) {
      MockResponse answer = served.apply(request);
      boolean driver = request.getPath().matches(".*/(pods|sparkapplications)");
      if (driver && request.getMethod().equals("POST") && answer.code() == 201) {
        made.incrementAndGet();
      }
      return answer;
    }
  }
}
