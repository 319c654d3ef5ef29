package io.switchyard.ports.session;

import io.switchyard.domain.cluster.Cluster;
import io.switchyard.domain.cluster.ClusterPolicy;
import io.switchyard.domain.cluster.ClusterRequest;
import io.switchyard.domain.job.Job;
import io.switchyard.domain.job.JobRequest;
import io.switchyard.domain.job.Observation.Phase;
import io.switchyard.domain.job.SparkSettings;
import io.switchyard.domain.placement.Environment;
import io.switchyard.domain.session.Session;
import io.switchyard.domain.session.SessionKey;
import io.switchyard.domain.session.SessionPolicy;
import io.switchyard.domain.team.Caller;
import io.switchyard.ports.TargetFailure;
import io.switchyard.ports.cluster.AdvanceClusters;
import io.switchyard.ports.cluster.Catalogs;
import io.switchyard.ports.cluster.ClusterCadence;
import io.switchyard.ports.cluster.ClusterExamples;
import io.switchyard.ports.cluster.ClusterPlaces;
import io.switchyard.ports.cluster.ClusterPolicies;
import io.switchyard.ports.cluster.Clusters;
import io.switchyard.ports.cluster.EstimateReady;
import io.switchyard.ports.cluster.FakeClusterBackend;
import io.switchyard.ports.cluster.InMemoryClusters;
import io.switchyard.ports.cluster.ReadyEstimate;
import io.switchyard.ports.cluster.RequestCluster;
import io.switchyard.ports.cluster.Requesting;
import io.switchyard.ports.cluster.SequentialClusterIds;
import io.switchyard.ports.job.AdvanceExecutions;
import io.switchyard.ports.job.FakeBackend;
import io.switchyard.ports.job.InMemoryJobs;
import io.switchyard.ports.job.JobExamples;
import io.switchyard.ports.job.Jobs;
import io.switchyard.ports.job.SequentialIds;
import io.switchyard.ports.job.SettableClock;
import io.switchyard.ports.placement.Backends;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Clusters and sessions in memory, and any number of processes that pass calls on. */
final class SessionWorld {

  static final Duration POLL = Duration.ofMillis(5);

  final SettableClock clock = new SettableClock();
  final InMemoryClusters clusters = new InMemoryClusters();
  final Sessions sessions;
  final FakeClusterBackend backend = new FakeClusterBackend();
  final FakeBackend drivers = new FakeBackend();
  final InMemoryJobs jobs = new InMemoryJobs();
  final Backends backends = new Backends(List.of(backend.backendWith(drivers)));
  final List<String> told = new CopyOnWriteArrayList<>();
  final List<SessionKey> released = new CopyOnWriteArrayList<>();
  final List<String> heard = new CopyOnWriteArrayList<>();
  SessionPolicy policy = SessionPolicy.DEFAULT;
  WakePolicies waking = WakePolicies.NONE;
  boolean storeAway;
  boolean serverAway;

  private final SequentialClusterIds ids = new SequentialClusterIds();
  private final SequentialIds jobIds = new SequentialIds();
  private final AdvanceExecutions advanceJobs = jobs.advancing(backends, jobIds, clock);
  private final SessionIds sessionIds = SessionExamples.ids();
  private final ClusterPolicies policies = (team, environment) -> ClusterPolicy.DEFAULT;
  private final Clusters clusterStore = reachable(Clusters.class, clusters);
  final SessionDoor.Stores stores;
  final RequestCluster request =
      new RequestCluster(
          clusterStore,
          new ClusterPlaces(backends, Set.of(ClusterExamples.REGION), Catalogs.NONE),
          policies,
          ClusterExamples.NAMES,
          new ReadyEstimate(clusterStore, Duration.ofSeconds(40)),
          ids,
          clock);
  private final AdvanceClusters advance =
      new AdvanceClusters(
          clusters, backends, Catalogs.NONE, policies, backend, ids, clock, ClusterCadence.DEFAULT);

  SessionWorld() {
    this(new InMemorySessions());
  }

  private SessionWorld(InMemorySessions memory) {
    this(memory, memory);
  }

  SessionWorld(Sessions sessions, SessionWork work) {
    this.sessions = sessions;
    this.stores =
        new SessionDoor.Stores(
            reachable(Sessions.class, sessions),
            reachable(SessionWork.class, work),
            clusterStore,
            reachable(Jobs.class, jobs));
  }

  /** A port of the store that cannot be reached while the store is away. */
  private <T> T reachable(Class<T> port, Object store) {
    return port.cast(
        Proxy.newProxyInstance(
            port.getClassLoader(),
            new Class<?>[] {port},
            (proxy, method, arguments) -> {
              if (storeAway) {
                throw TargetFailure.withoutEffect(TargetFailure.Kind.UNREACHABLE, "away");
              }
              try {
                return method.invoke(store, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            }));
  }

  final SessionServer server =
      new SessionServer() {
        @Override
        public void interrupt(Route session, String operationId) {
          tell("interrupt", session, operationId);
        }

        @Override
        public void release(Route session) {
          tell("release", session, "");
          released.add(session.session());
        }
      };

  private void tell(String what, Route route, String more) {
    if (serverAway) {
      throw TargetFailure.withoutEffect(TargetFailure.Kind.UNREACHABLE, "no answer");
    }
    told.add((what + " " + route.session().sessionId() + " " + more).strip());
  }

  final SessionObserver observer =
      new SessionObserver() {
        @Override
        public void opened(Session session, @Nullable Environment environment) {
          heard.add("opened " + session.key().sessionId());
        }

        @Override
        public void ended(Session session) {
          heard.add("ended " + session.key().sessionId() + " " + session.end().reason());
        }

        @Override
        public void refused(Call call, @Nullable String user, CallRefused why) {
          heard.add("refused " + user + " " + why.reason());
        }

        @Override
        public void called(Call call, Route route, CallEnd end, @Nullable Environment environment) {
          heard.add("called " + (environment == null ? "?" : environment));
        }

        @Override
        public void interrupted(Route route, String operationId) {
          heard.add("interrupted " + operationId);
        }
      };

  private static final Map<String, Caller> CALLERS =
      Map.of(
          "anna", ClusterExamples.ANNA,
          "boris", ClusterExamples.BORIS,
          "vera", ClusterExamples.VERA,
          "root", ClusterExamples.ROOT,
          "emil",
              new Caller(
                  "emil",
                  ClusterExamples.ANNA.teams(),
                  ClusterExamples.ANNA.role(),
                  Set.of(Environment.PROD)));

  final List<String> revoked = new ArrayList<>();

  static Caller caller(String user) {
    return Objects.requireNonNull(CALLERS.get(user));
  }

  /** A process that passes calls on. */
  SessionDoor process() {
    return process(stores);
  }

  /** As {@link #process()}, with the store as that process sees it. */
  SessionDoor process(SessionDoor.Stores stores) {
    return SessionDoor.open(
        stores,
        new SessionDoor.Making(
            ClusterExamples.NAMES,
            new WakePolicies() {
              @Override
              public Optional<ClusterRequest> request(
                  io.switchyard.domain.team.Team team,
                  Environment environment,
                  io.switchyard.domain.placement.@Nullable Region region,
                  String user,
                  String key) {
                return waking.request(team, environment, region, user, key);
              }

              @Override
              public Set<io.switchyard.domain.team.Team> teams() {
                return waking.teams();
              }
            },
            request,
            new EstimateReady(new ReadyEstimate(clusterStore, Duration.ofSeconds(40)))),
        new SessionDoor.Neighbours(
            token ->
                token == null || revoked.contains(token)
                    ? Optional.empty()
                    : Optional.ofNullable(CALLERS.get(token)),
            team -> policy,
            backends,
            server,
            observer,
            sessionIds),
        new RoutingTerms(
            1000,
            Duration.ofSeconds(1),
            Duration.ofSeconds(5),
            Duration.ofMinutes(10),
            POLL,
            10,
            Duration.ofSeconds(60)),
        Runnable::run,
        clock);
  }

  TendSessions tending() {
    return tending(stores);
  }

  TendSessions tending(SessionDoor.Stores stores) {
    return new TendSessions(stores, backends, team -> policy, server, observer, clock);
  }

  Cluster requested(ClusterRequest asked) {
    Requesting answer = request.request(asked, ClusterExamples.ROOT);
    return ((Requesting.Accepted) answer).cluster();
  }

  Cluster running(ClusterRequest asked) {
    Cluster cluster = requested(asked);
    pass();
    pass();
    return now(cluster);
  }

  /** The work on clusters, once they are all due. */
  void pass() {
    clock.advance(ClusterCadence.DEFAULT.watch());
    advance.advance();
  }

  /** The server of a cluster dies, and another one comes. */
  void restart(Cluster cluster) {
    backend.die(now(cluster), "killed");
    pass();
    pass();
    pass();
  }

  Cluster now(Cluster cluster) {
    return clusters.find(cluster.id()).orElseThrow();
  }

  /** A job of anna's team; its driver shall serve Spark Connect, or not. */
  Job submitted(boolean connect) {
    JobRequest plain = JobExamples.request("report", ClusterExamples.TEAM.name(), null);
    SparkSettings settings = connect ? plain.settings().withConnect() : plain.settings();
    JobRequest asked =
        new JobRequest(
            plain.name(),
            plain.team(),
            plain.user(),
            plain.spec(),
            plain.type(),
            null,
            plain.resources(),
            settings,
            null);
    Job job = JobExamples.job(asked, jobIds, clock.instant());
    jobs.add(job);
    return job;
  }

  /** The driver of a job enters a phase. */
  void enter(Job job, Phase phase) {
    passJobs();
    drivers.enter(now(job).current().id(), phase);
    passJobs();
  }

  /** The driver of a job runs, and serves Spark Connect. */
  Job serving() {
    Job job = submitted(true);
    enter(job, Phase.RUNNING);
    drivers.listen(job.current().id(), URI.create("sc://127.0.0.1:4711"));
    passJobs();
    return now(job);
  }

  /** The work on jobs, once they are all due. */
  void passJobs() {
    clock.advance(Duration.ofSeconds(2));
    advanceJobs.advance();
  }

  Job now(Job job) {
    return jobs.find(job.id()).orElseThrow();
  }

  static Call call(String method, String authority, String user, int session, String... metadata) {
    Map<String, String> headers = new java.util.HashMap<>();
    for (int i = 0; i < metadata.length; i += 2) {
      headers.put(metadata[i], metadata[i + 1]);
    }
    return new Call(
        "/spark.connect.SparkConnectService/" + method,
        authority,
        headers,
        user.isEmpty() ? null : user,
        SessionExamples.uuid(session),
        null);
  }

  /** What became of a call. */
  static Route passed(CompletionStage<Route> answer) {
    return answer.toCompletableFuture().join();
  }

  static CallRefused refused(CompletionStage<Route> answer) {
    try {
      throw new AssertionError("passed on: " + answer.toCompletableFuture().join());
    } catch (CompletionException e) {
      return (CallRefused) e.getCause();
    }
  }
}
