package io.switchyard.ports.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchyard.domain.cluster.Cluster;
import io.switchyard.domain.cluster.ClusterRequest;
import io.switchyard.domain.cluster.ClusterSize;
import io.switchyard.domain.cluster.ServerReport.Usage;
import io.switchyard.domain.placement.Environment;
import io.switchyard.domain.session.Session;
import io.switchyard.domain.session.SessionPolicy;
import io.switchyard.domain.team.Team;
import io.switchyard.ports.Disturbance;
import io.switchyard.ports.TargetFailure;
import io.switchyard.ports.cluster.ClusterExamples;
import io.switchyard.ports.cluster.DeleteCluster;
import io.switchyard.ports.session.SessionStep.Befalls;
import io.switchyard.ports.session.SessionStep.Begin;
import io.switchyard.ports.session.SessionStep.CloneIt;
import io.switchyard.ports.session.SessionStep.Close;
import io.switchyard.ports.session.SessionStep.End;
import io.switchyard.ports.session.SessionStep.Forget;
import io.switchyard.ports.session.SessionStep.Keep;
import io.switchyard.ports.session.SessionStep.Kill;
import io.switchyard.ports.session.SessionStep.Pass;
import io.switchyard.ports.session.SessionStep.Release;
import io.switchyard.ports.session.SessionStep.Store;
import io.switchyard.ports.session.SessionStep.Tend;
import io.switchyard.ports.session.SessionStep.Told;
import io.switchyard.ports.session.SessionStep.Work;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What befalls sessions: calls through two processes that die or stand still between any two calls
 * of the store, clones, closes, clients that go away, servers that die, clusters that are deleted,
 * a store that is away, and time. After every step, and at the end of it all, what calls got and
 * what the store says must be what {@link SessionStoryModel} permits.
 */
public final class SessionStory {

  static final int LIMIT = 4;
  static final SessionPolicy POLICY =
      new SessionPolicy(LIMIT, null, Duration.ofMinutes(30), Duration.ofHours(4));

  /** Seconds after which the store knows of a call under way. */
  private static final int WRITTEN_WITHIN = 5;

  private static final Duration KEEP_ENDED = Duration.ofMinutes(45);
  private static final CallEnd WELL = new CallEnd(10, 100, 0, false, "");
  private static final CallEnd GONE = new CallEnd(10, 100, 1, true, "op");
  private static final List<ClusterRequest> REQUESTS =
      List.of(
          ClusterExamples.request(),
          ClusterExamples.request(new Team("ml"), Environment.DEV, ClusterSize.SMALL, null, null),
          ClusterExamples.request("two", null));

  /** A call that was passed on and is not over. */
  private record Under(StoryProcess process, Call call, Route route) {}

  private final SessionWorld world;
  private final SessionStoryModel model;
  private final StoryCalls calls;
  private final List<StoryProcess> processes = new ArrayList<>();
  private final List<Cluster> clusters = new ArrayList<>();
  private final List<Under> underWay = new ArrayList<>();

  /** Calls under way that the store knows of, unless it was away since. */
  private final Set<Under> written = new HashSet<>();

  private int outages;

  public SessionStory(Sessions sessions, SessionWork work) {
    world = new SessionWorld(sessions, work);
    world.policy = POLICY;
    model = new SessionStoryModel(world);
    calls = new StoryCalls(model);
    REQUESTS.forEach(request -> clusters.add(world.running(request)));
    clusters.forEach(cluster -> model.serverSeen(world.now(cluster)));
    processes.add(process());
    processes.add(process());
  }

  private StoryProcess process() {
    TroubledStore store = new TroubledStore(this::happen);
    return new StoryProcess(store, world.process(store.of(world.stores)));
  }

  /** Lets it all happen, and then everything come to rest. */
  public void tell(List<SessionStep> steps) {
    steps.forEach(this::happen);
    happen(new Store(false));
    happen(new Told(false));
    world.pass();
    clusters.forEach(cluster -> use(cluster, Usage.NONE));
    happen(new Work());
    while (!underWay.isEmpty()) {
      happen(new End(0, false));
    }
    assertThat(calls.waiting()).as("calls that nobody answers").isZero();
    for (int i = 0; i < 45; i++) {
      happen(new Pass(60));
      happen(new Tend(null));
    }
    model.checkRest();
  }

  private void happen(SessionStep step) {
    try {
      does(step);
    } catch (TroubledStore.Death dead) {
      // Whoever else there is goes on.
    }
    List.copyOf(processes).forEach(this::buryIfDead);
    calls.settle();
    processes.forEach(process -> process.store().disturb(null));
    model.check();
  }

  private void does(SessionStep step) {
    if (step instanceof Begin begin) {
      begin(begin);
    } else if (step instanceof Tend tend) {
      tend(tend.disturbance());
    } else if (step instanceof Keep keep) {
      StoryProcess process = process(keep.process());
      process.store().disturb(keep.disturbance());
      keep(process);
    } else if (step instanceof Pass pass) {
      pass(pass.seconds());
    } else if (step instanceof Kill kill) {
      kill(process(kill.process()));
    } else if (step instanceof Close close) {
      close(close);
    } else if (step instanceof Befalls befalls) {
      befall(clusters.get(befalls.cluster()), befalls.fate());
    } else if (step instanceof Work) {
      work();
    } else if (step instanceof Forget) {
      unlessAway(() -> new ForgetSessions(world.stores.work(), world.clock, KEEP_ENDED).forget());
    } else if (step instanceof Store store) {
      world.storeAway = store.away();
      outages += store.away() ? 1 : 0;
      written.clear();
    } else if (step instanceof Told told) {
      world.serverAway = told.away();
    } else if (!underWay.isEmpty()) {
      toCall(step);
    }
  }

  private void toCall(SessionStep step) {
    if (step instanceof End end) {
      Under over = underWay.remove(end.call() % underWay.size());
      over.process()
          .door()
          .ended()
          .ended(over.call(), over.route(), end.clientGone() ? GONE : WELL);
    } else if (step instanceof Release release) {
      Under of = underWay.get(release.call() % underWay.size());
      of.process().store().disturb(release.disturbance());
      Call call = as(of.call(), "ReleaseSession");
      calls.route(
          of.process(),
          call,
          of.route().session().user(),
          route -> of.process().door().ended().ended(call, route, WELL));
    } else if (step instanceof CloneIt clone) {
      Under of = underWay.get(clone.call() % underWay.size());
      of.process().store().disturb(clone.disturbance());
      String id = SessionExamples.uuid(3 + clone.session());
      of.process()
          .door()
          .cloned()
          .cloned(of.route(), id)
          .toCompletableFuture()
          .exceptionally(refused -> null);
    }
  }

  private static Call as(Call call, String method) {
    return new Call(
        "/spark.connect.SparkConnectService/" + method,
        call.authority(),
        call.metadata(),
        call.credential(),
        call.sessionId(),
        call.timeLeft());
  }

  private StoryProcess process(int number) {
    return processes.get(number % processes.size());
  }

  // Calls.

  private void begin(Begin step) {
    StoryProcess process = process(step.process());
    process.store().disturb(step.disturbance());
    Call call = StoryCalls.call(step, clusters.get(step.cluster()));
    calls.route(
        process,
        call,
        StoryCalls.name(step.user()),
        route -> underWay.add(new Under(process, call, route)));
  }

  // Processes.

  private void kill(StoryProcess process) {
    process.store().kill();
    buryIfDead(process);
  }

  private void buryIfDead(StoryProcess process) {
    int at = processes.indexOf(process);
    if (process.store().dead() && at >= 0) {
      underWay.removeIf(call -> call.process().equals(process));
      processes.set(at, process());
    }
  }

  private void keep(StoryProcess process) {
    SessionStoryModel.Known before = model.ended(process);
    try {
      process.door().keep().keep();
      model.kept(process, before);
    } catch (TargetFailure away) {
      assertThat(outages).isPositive();
    }
  }

  private void pass(int seconds) {
    Duration step = Duration.ofSeconds(Math.max(1, seconds / 20));
    Instant end = world.clock.instant().plusSeconds(seconds);
    while (world.clock.instant().isBefore(end)) {
      world.clock.advance(step);
      List.copyOf(processes).forEach(this::keep);
    }
    if (seconds > WRITTEN_WITHIN && !world.storeAway) {
      written.addAll(underWay);
    }
  }

  // Work.

  private void tend(@Nullable Disturbance<SessionStep> disturbance) {
    TroubledStore store = new TroubledStore(this::happen);
    store.disturb(disturbance);
    written.retainAll(underWay);
    var busy =
        disturbance == null
            ? model.busy(written.stream().map(under -> under.route().session()).toList())
            : List.<Session>of();
    try {
      assertThat(world.tending(store.of(world.stores)).tend()).isNotNegative();
    } catch (TargetFailure away) {
      assertThat(outages).isPositive();
    }
    model.stillOpen(busy);
  }

  private void close(Close step) {
    TroubledStore store = new TroubledStore(this::happen);
    store.disturb(step.disturbance());
    List<Session> all = world.sessions.list(SessionFilter.ALL, 100);
    if (all.isEmpty()) {
      return;
    }
    Session session = all.get(step.session() % all.size());
    var by = SessionWorld.caller(StoryCalls.name(step.user()));
    try {
      var closing =
          new CloseSession(store.sessions(world.stores), world.observer, world.clock)
              .close(session.id(), by);
      model.closed(session, by, closing);
    } catch (TargetFailure away) {
      assertThat(outages).isPositive();
    }
  }

  private void work() {
    for (int i = 0; i < 3; i++) {
      world.pass();
      List.copyOf(processes).forEach(this::keep);
    }
    for (int i = 0; i < clusters.size(); i++) {
      if (world.now(clusters.get(i)).ended() && !world.storeAway) {
        clusters.set(i, world.running(REQUESTS.get(i)));
      }
      model.serverSeen(world.now(clusters.get(i)));
    }
  }

  private void befall(Cluster slot, SessionStep.Fate fate) {
    Cluster cluster = world.now(slot);
    switch (fate) {
      case DIES -> {
        if (world.backend.livesNow(cluster)) {
          world.backend.die(cluster, "killed");
        }
      }
      case DELETED -> {
        var answer =
            new DeleteCluster(world.clusters, id -> 0, world.clock)
                .delete(cluster.id(), true, ClusterExamples.ROOT);
        assertThat(answer).isNotNull();
      }
      case BUSY -> use(slot, new Usage(1, 1, world.clock.instant()));
      case QUIET -> use(slot, Usage.NONE);
    }
  }

  private void use(Cluster slot, Usage usage) {
    Cluster cluster = world.now(slot);
    if (world.backend.livesNow(cluster)) {
      world.backend.use(cluster, usage);
    }
  }

  private void unlessAway(Runnable work) {
    try {
      work.run();
    } catch (TargetFailure away) {
      assertThat(outages).isPositive();
    }
  }
}
