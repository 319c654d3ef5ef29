package io.switchyard.examples.embedding;

import io.switchyard.adapters.jdbi.JdbiStore;
import io.switchyard.adapters.jdbi.StoreConfig;
import io.switchyard.adapters.standalone.StandaloneBackend;
import io.switchyard.adapters.standalone.StandaloneConfig;
import io.switchyard.adapters.standalone.embedded.EmbeddedConfig;
import io.switchyard.domain.job.ArtifactUri;
import io.switchyard.domain.job.DriverResources;
import io.switchyard.domain.job.ExecutionId;
import io.switchyard.domain.job.ExecutorResources;
import io.switchyard.domain.job.Job;
import io.switchyard.domain.job.JobId;
import io.switchyard.domain.job.JobName;
import io.switchyard.domain.job.JobRequest;
import io.switchyard.domain.job.JobSpec;
import io.switchyard.domain.job.JobStatus;
import io.switchyard.domain.job.JobType;
import io.switchyard.domain.job.Memory;
import io.switchyard.domain.job.Resources;
import io.switchyard.domain.job.SparkSettings;
import io.switchyard.domain.job.admission.AdmissionPolicy;
import io.switchyard.domain.placement.BackendId;
import io.switchyard.domain.team.Caller;
import io.switchyard.domain.team.Role;
import io.switchyard.domain.team.Team;
import io.switchyard.domain.team.TeamQuotas;
import io.switchyard.ports.job.AdmitExecutions;
import io.switchyard.ports.job.AdvanceExecutions;
import io.switchyard.ports.job.Cadence;
import io.switchyard.ports.job.GetJob;
import io.switchyard.ports.job.JobIds;
import io.switchyard.ports.job.LogQuery;
import io.switchyard.ports.job.LogStream;
import io.switchyard.ports.job.ReadJobLogs;
import io.switchyard.ports.job.Submission;
import io.switchyard.ports.job.SubmitJob;
import io.switchyard.ports.job.WatchDrivers;
import io.switchyard.ports.placement.Backends;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A service of somebody else's that runs Spark jobs: it opens a store and a backend, constructs the
 * use cases it wants, and drives the work loop from its own thread. No framework, no server.
 */
public final class Embedding {

  private static final Team TEAM = new Team("data-infra");
  private static final Set<BackendId> LOCAL = Set.of(new BackendId("local"));

  private Embedding() {}

  /**
   * @param args a folder for the state, and a jar with {@code io.switchyard.examples.jobs.Pi}
   */
  public static void main(String[] args) throws InterruptedException {
    Path state = Path.of(args[0]).toAbsolutePath();
    String jar = Path.of(args[1]).toAbsolutePath().toString();
    InstantSource clock = InstantSource.system();
    var spark =
        new StandaloneConfig(
            new BackendId("local"),
            state.resolve("exchange"),
            new StandaloneConfig.Embedded(EmbeddedConfig.defaults(state, System.getenv())),
            StandaloneConfig.CoreEtl.NONE,
            Map.of());
    try (JdbiStore store = JdbiStore.open(StoreConfig.embedded(state.resolve("store")));
        StandaloneBackend standalone = StandaloneBackend.open(spark, clock)) {
      Backends backends = new Backends(List.of(standalone.backend()));
      JobIds ids = new CountingIds(System.nanoTime());
      var submitJob = new SubmitJob(store.jobs(), backends, ids, clock);
      var getJob = new GetJob(store.jobs());
      var readLogs = new ReadJobLogs(store.jobs(), backends);
      Cadence pace = Cadence.DEFAULT;
      var watch =
          new WatchDrivers(
              store.jobs(), store.executions(), store.watches(), backends, ids, clock, pace);
      var policy = new AdmissionPolicy(TeamQuotas.NONE, AdmissionPolicy.DEFAULT_WINDOW, LOCAL);
      var admit = new AdmitExecutions(store.admissions(), policy, clock);
      var advance =
          new AdvanceExecutions(
              store.jobs(), store.executions(), watch, backends, ids, clock, pace, admit);

      Caller caller = new Caller("nightly-reports", Set.of(TEAM), Role.MEMBER);
      Submission answer = submitJob.submit(pi(jar, caller), caller);
      if (!(answer instanceof Submission.Accepted accepted)) {
        throw new IllegalStateException("not accepted: " + answer);
      }
      Job job = follow(accepted.job(), getJob, advance, caller);
      var query = new LogQuery(LogStream.STDOUT, null, 3);
      String log = readLogs.read(job.id(), query, caller).orElseThrow().text();
      System.out.printf("%s is %s and said: %s%n", job.id(), job.status(), log.strip());
      if (job.status() != JobStatus.SUCCEEDED) {
        throw new IllegalStateException("the job did not succeed: " + job.current().state());
      }
    }
  }

  private static JobRequest pi(String jar, Caller caller) {
    Memory memory = new Memory(640);
    return new JobRequest(
        new JobName("pi"),
        TEAM,
        caller.user(),
        new JobSpec.CustomJar(new ArtifactUri(jar), "io.switchyard.examples.jobs.Pi", List.of("2")),
        JobType.BATCH,
        null,
        new Resources(
            new DriverResources(1, memory, null), new ExecutorResources(1, 1, memory, null, null)),
        SparkSettings.NONE,
        null);
  }

  private static Job follow(Job job, GetJob getJob, AdvanceExecutions advance, Caller caller)
      throws InterruptedException {
    JobStatus last = null;
    Job now = job;
    while (!now.status().terminal()) {
      advance.advance();
      now = getJob.get(job.id(), caller).orElseThrow();
      if (now.status() != last) {
        last = now.status();
        System.out.println(job.id() + " is " + last);
      }
      Thread.sleep(200);
    }
    return now;
  }

  /** Ids of a service that runs once; one with replicas uses ULIDs. */
  private record CountingIds(AtomicLong next) implements JobIds {

    CountingIds(long first) {
      this(new AtomicLong(first & Long.MAX_VALUE));
    }

    @Override
    public JobId nextJob() {
      return new JobId("job-%026d".formatted(next.getAndIncrement()));
    }

    @Override
    public ExecutionId nextExecution() {
      return new ExecutionId("exec-%026d".formatted(next.getAndIncrement()));
    }

    @Override
    public String nextToken() {
      byte[] token = new byte[32];
      new SecureRandom().nextBytes(token);
      return HexFormat.of().formatHex(token);
    }
  }
}
