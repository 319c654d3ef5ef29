package io.switchyard.adapters.emr;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchyard.adapters.emr.EmrConfig.Access;
import io.switchyard.adapters.emr.EmrConfig.Profile;
import io.switchyard.adapters.emr.EmrConfig.Shared;
import io.switchyard.adapters.emr.FaultyProxy.Answer;
import io.switchyard.adapters.emr.MotoSite.Seen;
import io.switchyard.domain.job.ArtifactUri;
import io.switchyard.domain.job.Job;
import io.switchyard.domain.job.JobId;
import io.switchyard.domain.job.JobName;
import io.switchyard.domain.job.JobRequest;
import io.switchyard.domain.job.JobSpec;
import io.switchyard.domain.job.JobStatus;
import io.switchyard.domain.job.JobType;
import io.switchyard.domain.job.Resources;
import io.switchyard.domain.job.SparkSettings;
import io.switchyard.domain.placement.BackendKind;
import io.switchyard.domain.team.Team;
import io.switchyard.ports.job.AdvanceExecutions;
import io.switchyard.ports.job.InMemoryJobs;
import io.switchyard.ports.job.JobExamples;
import io.switchyard.ports.job.SequentialIds;
import io.switchyard.ports.job.SettableClock;
import io.switchyard.ports.job.Submission;
import io.switchyard.ports.job.SubmitJob;
import io.switchyard.ports.placement.Backends;
import io.switchyard.ports.placement.Place;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Many jobs on one cluster, with an Amazon that throttles and drops answers. {@code -Djobs=500}
 * runs more of them.
 */
final class ManyJobsIT {

  private static final int JOBS = Integer.getInteger("jobs", 40);
  private static final int CALLS_PER_SECOND = 10;

  private final MotoSite moto = MotoSite.get();

  @Test
  void each_has_one_step_and_ends_within_the_budget_of_calls() {
    try (Aws aws = new Aws(moto.url());
        FaultyProxy proxy = new FaultyProxy(moto.url())) {
      run(aws.sharedCluster(), proxy);
    }
  }

  private void run(Shared cluster, FaultyProxy proxy) {
    SettableClock clock = new SettableClock();
    var ids = new SequentialIds(System.currentTimeMillis() * 1000);
    EmrConfig config =
        new EmrConfig(
            JobExamples.BACKEND,
            Place.anywhere(BackendKind.EMR),
            new Access("eu-west-1", null, proxy.url(), CALLS_PER_SECOND, Access.POLL_EVERY),
            cluster,
            Examples.STORAGE,
            Profile.PLAIN,
            EmrConfig.CoreEtl.NONE);
    try (EmrBackend backend = EmrBackend.open(config, new EmrBackend.Budgets(), clock)) {
      InMemoryJobs store = new InMemoryJobs();
      Backends backends = new Backends(List.of(backend.backend()));
      SubmitJob submit = new SubmitJob(store, backends, ids, clock);
      AdvanceExecutions advance = store.advancing(backends, ids, clock);
      List<JobId> jobs = new ArrayList<>();
      for (int i = 0; i < JOBS; i++) {
        var accepted = (Submission.Accepted) submit.submit(request(i), JobExamples.ANNA);
        jobs.add(accepted.job().id());
      }
      disturb(proxy);
      Instant begin = clock.instant();
      int passes = 0;
      while (!allEnded(store, jobs)) {
        assertThat(passes++).as("passes").isLessThan(1000);
        clock.advance(Duration.ofSeconds(1));
        advance.advance();
        if (passes % 5 == 0) {
          moto.tick(cluster.clusterId());
        }
      }
      check(store, jobs, cluster, proxy, Duration.between(begin, clock.instant()));
    }
  }

  private static JobRequest request(int number) {
    return new JobRequest(
        new JobName("job-" + number),
        new Team("data-infra"),
        "anna",
        new JobSpec.PySpark(new ArtifactUri("s3://jobs/main.py"), List.of(), List.of()),
        JobType.BATCH,
        null,
        Resources.DEFAULT,
        SparkSettings.NONE,
        null);
  }

  /**
   * Of requests for steps each ninth is throttled, each eleventh lost on its way, and each
   * seventh's answer lost; of lists each tenth is throttled.
   */
  private static void disturb(FaultyProxy proxy) {
    AtomicInteger adds = new AtomicInteger();
    AtomicInteger lists = new AtomicInteger();
    proxy.happen(
        (asked, served) -> {
          if (asked.what().equals("AddJobFlowSteps")) {
            int number = adds.incrementAndGet();
            if (number % 9 == 0) {
              return Answer.throttled();
            }
            if (number % 11 == 0) {
              return Answer.LOST;
            }
            Answer answer = served.get();
            return number % 7 == 0 ? Answer.LOST : answer;
          }
          return asked.what().equals("ListSteps") && lists.incrementAndGet() % 10 == 0
              ? Answer.throttled()
              : served.get();
        });
  }

  private static boolean allEnded(InMemoryJobs store, List<JobId> jobs) {
    return jobs.stream().allMatch(id -> store.find(id).orElseThrow().current().ended());
  }

  private void check(
      InMemoryJobs store, List<JobId> jobs, Shared cluster, FaultyProxy proxy, Duration took) {
    Set<String> executions = new HashSet<>();
    for (JobId id : jobs) {
      Job job = store.find(id).orElseThrow();
      assertThat(job.status()).as(id.value()).isEqualTo(JobStatus.SUCCEEDED);
      assertThat(job.executions()).hasSize(1);
      executions.add(job.current().id().value());
    }
    List<String> steps =
        moto.all().stream()
            .filter(step -> step.cluster().equals(cluster.clusterId()))
            .map(Seen::name)
            .map(name -> name.substring(0, name.indexOf('/')))
            .toList();
    assertThat(steps).hasSize(JOBS);
    assertThat(Set.copyOf(steps)).isEqualTo(executions);
    Map<String, Long> calls =
        proxy.counts().entrySet().stream()
            .filter(e -> !e.getKey().contains(" "))
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    System.out.println("virtual time " + took + ", calls " + calls);
    long most = (took.toSeconds() + 4) * CALLS_PER_SECOND;
    assertThat(calls.values()).allMatch(count -> count <= most);
    assertThat(calls.get("AddJobFlowSteps")).isLessThan(JOBS * 4 / 3);
    assertThat(calls.get("ListSteps")).isLessThan(JOBS * 2);
  }
}
