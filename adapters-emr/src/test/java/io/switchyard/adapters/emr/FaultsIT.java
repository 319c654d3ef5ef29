package io.switchyard.adapters.emr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.switchyard.adapters.emr.EmrConfig.Clusters;
import io.switchyard.adapters.emr.FaultyProxy.Answer;
import io.switchyard.adapters.emr.MotoSite.Seen;
import io.switchyard.domain.job.BackendHandle;
import io.switchyard.domain.job.Execution;
import io.switchyard.domain.job.JobRequest;
import io.switchyard.domain.job.Observation.Phase;
import io.switchyard.ports.TargetFailure;
import io.switchyard.ports.TargetFailure.Kind;
import io.switchyard.ports.job.JobLauncher;
import io.switchyard.ports.job.JobLogs;
import io.switchyard.ports.job.LogStream;
import io.switchyard.ports.job.SequentialIds;
import io.switchyard.ports.job.SettableClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What Amazon does on bad days: one driver per execution all the same. */
final class FaultsIT {

  private static final SequentialIds IDS =
      new SequentialIds(System.currentTimeMillis() * 1000 + 500);
  private static final Answer EMPTY_LIST = new Answer(200, "{\"Steps\":[]}", Map.of());

  private final MotoSite moto = MotoSite.get();
  private final Aws aws = new Aws(moto.url());
  private final FaultyProxy proxy = new FaultyProxy(moto.url());
  private final SettableClock clock = new SettableClock();
  private final List<EmrBackend> open = new ArrayList<>();
  private final JobRequest request = Examples.etl();
  private final Execution execution = Examples.execution(IDS.nextExecution().value());

  private JobLauncher launcher(Clusters clusters) {
    EmrConfig config = Examples.config(clusters, proxy.url(), 1000);
    EmrBackend backend = EmrBackend.open(config, new EmrBackend.Budgets(), clock);
    open.add(backend);
    return backend.backend().jobs();
  }

  @AfterEach
  void close() {
    open.forEach(EmrBackend::close);
    proxy.close();
    aws.close();
  }

  private List<Seen> steps() {
    return aws.machine().steps(execution.id());
  }

  private TargetFailure failure(JobLauncher launcher) {
    try {
      launcher.launch(execution, request);
    } catch (TargetFailure failure) {
      return failure;
    }
    throw new AssertionError("it was launched");
  }

  @Test
  void a_lost_answer_is_looked_up_and_no_second_step_is_made() {
    JobLauncher launcher = launcher(aws.sharedCluster());
    proxy.once(
        "AddJobFlowSteps",
        (asked, served) -> {
          return Answer.lostOnTheWayBack(served.get());
        });
    assertThat(failure(launcher).outcomeKnown()).isFalse();
    BackendHandle handle = launcher.find(execution, request).orElseThrow();
    assertThat(launcher.launch(execution, request)).isEqualTo(handle);
    assertThat(proxy.count("AddJobFlowSteps")).isEqualTo(1);
    assertThat(steps()).hasSize(1);
  }

  @Test
  void the_lost_answer_of_a_cluster_is_looked_up_too() {
    JobLauncher launcher = launcher(Examples.perJob());
    proxy.once(
        "RunJobFlow",
        (asked, served) -> {
          return Answer.lostOnTheWayBack(served.get());
        });
    assertThat(failure(launcher).outcomeKnown()).isFalse();
    BackendHandle handle = launcher.launch(execution, request);
    assertThat(launcher.find(execution, request)).contains(handle);
    assertThat(proxy.count("RunJobFlow")).isEqualTo(1);
  }

  @Test
  void a_step_that_lists_do_not_show_yet_is_not_made_again() {
    JobLauncher launcher = launcher(aws.sharedCluster());
    proxy.happen(
        (asked, served) -> {
          if (asked.what().equals("AddJobFlowSteps")) {
            return Answer.lostOnTheWayBack(served.get());
          }
          return asked.what().equals("ListSteps") ? EMPTY_LIST : served.get();
        });
    assertThat(failure(launcher).outcomeKnown()).isFalse();
    assertThat(failure(launcher).outcomeKnown()).isFalse();
    assertThat(launcher.find(execution, request)).isEmpty();
    proxy.nothingHappens();
    launcher.launch(execution, request);
    assertThat(steps()).hasSize(1);
  }

  @Test
  void a_step_that_never_shows_is_replaced_by_one_with_another_ticket() {
    Clusters cluster = aws.sharedCluster();
    JobLauncher launcher = launcher(cluster);
    proxy.once("AddJobFlowSteps", (asked, served) -> Answer.LOST);
    assertThat(failure(launcher).outcomeKnown()).isFalse();
    clock.advance(Duration.ofSeconds(31));
    BackendHandle handle = launcher(cluster).launch(execution, request);
    assertThat(handle.value()).endsWith("/2");
    assertThat(steps()).singleElement().extracting(Seen::name).asString().contains("/2 ");
    // The first one's ticket is void, should its request arrive after all.
    assertThat(tickets().list("executions/" + execution.id() + "/1/begin")).containsExactly("void");
  }

  private S3Folder tickets() {
    return new S3Folder(aws.s3(), Examples.STORAGE.work());
  }

  @Test
  void a_step_that_has_begun_is_waited_for_however_late_it_shows() {
    JobLauncher launcher = launcher(aws.sharedCluster());
    proxy.once("AddJobFlowSteps", (asked, served) -> Answer.LOST);
    assertThat(failure(launcher).outcomeKnown()).isFalse();
    tickets().put("executions/" + execution.id() + "/1/begin/its-machine", "");
    clock.advance(Duration.ofHours(1));
    assertThat(failure(launcher).outcomeKnown()).isFalse();
    assertThat(launcher.forbid(execution, request)).isPresent();
    assertThat(steps()).isEmpty();
  }

  @Test
  void what_was_forbidden_while_its_launch_was_under_way_has_a_void_ticket() {
    JobLauncher launcher = launcher(aws.sharedCluster());
    proxy.once("AddJobFlowSteps", (asked, served) -> Answer.LOST);
    assertThat(failure(launcher).outcomeKnown()).isFalse();
    assertThat(launcher.forbid(execution, request)).isEmpty();
    assertThat(tickets().list("executions/" + execution.id() + "/1/begin")).containsExactly("void");
    TargetFailure refused = failure(launcher);
    assertThat(refused.kind()).isEqualTo(Kind.REJECTED);
    assertThat(refused.outcomeKnown()).isTrue();
  }

  @Test
  void who_is_throttled_has_made_nothing_and_tries_again_with_another_ticket() {
    JobLauncher launcher = launcher(aws.sharedCluster());
    proxy.once("AddJobFlowSteps", (asked, served) -> Answer.throttled());
    TargetFailure failure = failure(launcher);
    assertThat(failure.kind()).isEqualTo(Kind.THROTTLED);
    assertThat(failure.outcomeKnown()).isTrue();
    // Until its wait is over nothing at all is asked of EMR.
    assertThat(failure(launcher).kind()).isEqualTo(Kind.THROTTLED);
    assertThat(proxy.count("AddJobFlowSteps")).isEqualTo(1);
    clock.advance(Duration.ofSeconds(2));
    launcher.launch(execution, request);
    assertThat(steps()).hasSize(1);
  }

  @Test
  void expired_credentials_delay_a_launch() {
    JobLauncher launcher = launcher(aws.sharedCluster());
    proxy.once(
        "AddJobFlowSteps",
        (asked, served) -> Answer.error(400, "ExpiredTokenException", "The token is expired"));
    TargetFailure failure = failure(launcher);
    assertThat(failure.retryable()).isTrue();
    assertThat(failure.outcomeKnown()).isTrue();
    launcher.launch(execution, request);
    assertThat(steps()).hasSize(1);
  }

  @Test
  void when_s3_is_away_nothing_is_asked_of_emr() {
    JobLauncher launcher = launcher(aws.sharedCluster());
    proxy.once("PUT claim", (asked, served) -> Answer.LOST);
    assertThat(failure(launcher).outcomeKnown()).isTrue();
    assertThat(proxy.count("AddJobFlowSteps")).isZero();
  }

  @Test
  void a_full_cluster_makes_jobs_wait_and_is_not_asked_again_at_once() {
    JobLauncher launcher = launcher(aws.sharedCluster());
    String full = "Maximum number of active steps for cluster exceeded.";
    proxy.once(
        "AddJobFlowSteps", (asked, served) -> Answer.error(400, "ValidationException", full));
    assertThat(failure(launcher).kind()).isEqualTo(Kind.FULL);
    assertThat(failure(launcher).kind()).isEqualTo(Kind.FULL);
    assertThat(proxy.count("AddJobFlowSteps")).isEqualTo(1);
    clock.advance(Duration.ofSeconds(10));
    launcher.launch(execution, request);
  }

  @Test
  void a_team_whose_cluster_has_ended_gets_another() {
    JobLauncher launcher = launcher(Examples.perTeam());
    String first = cluster(launcher.launch(execution, request));
    moto.cluster(first, "TERMINATED", "USER_REQUEST", true);
    Execution next = Examples.execution(IDS.nextExecution().value());
    assertThatThrownBy(() -> launcher.launch(next, request))
        .isInstanceOfSatisfying(
            TargetFailure.class,
            failure -> {
              assertThat(failure.outcomeKnown()).isTrue();
              assertThat(failure.retryable()).isTrue();
            });
    assertThat(cluster(launcher.launch(next, request))).isNotEqualTo(first);
    // Another process finds the same one.
    Execution third = Examples.execution(IDS.nextExecution().value());
    assertThat(cluster(launcher(Examples.perTeam()).launch(third, request)))
        .isEqualTo(cluster(launcher.find(next, request).orElseThrow()));
  }

  private static String cluster(BackendHandle handle) {
    return StepRef.of(handle).orElseThrow().cluster();
  }

  @Test
  void all_steps_of_a_cluster_are_seen_with_one_request() {
    JobLauncher launcher = launcher(aws.sharedCluster());
    Set<BackendHandle> handles = new HashSet<>();
    for (int i = 0; i < 8; i++) {
      handles.add(
          launcher.launch(Examples.execution(IDS.nextExecution().value()), Examples.python()));
    }
    assertThat(launcher.observe(handles)).hasSize(8);
    assertThat(proxy.count("ListSteps")).isEqualTo(1);
  }

  @Test
  void all_clusters_of_single_jobs_are_seen_with_one_request() {
    JobLauncher launcher = launcher(Examples.perJob());
    Set<BackendHandle> handles = new HashSet<>();
    for (int i = 0; i < 5; i++) {
      handles.add(
          launcher.launch(Examples.execution(IDS.nextExecution().value()), Examples.python()));
    }
    long before = proxy.count("ListClusters");
    assertThat(launcher.observe(handles)).hasSize(5);
    assertThat(proxy.count("ListClusters") - before).isEqualTo(1);
    assertThat(proxy.count("ListSteps")).isZero();
  }

  @Test
  void input_is_gone_when_the_driver_is() {
    JobLauncher launcher = launcher(aws.sharedCluster());
    BackendHandle handle = launcher.launch(execution, request);
    String input = "executions/" + execution.id() + "/input";
    assertThat(tickets().get(input)).get().asString().startsWith("keep spec.json ");
    launcher.observe(Set.of(handle));
    assertThat(tickets().get(input)).isPresent();
    aws.machine().settle(execution.id(), Phase.SUCCEEDED);
    launcher.observe(Set.of(handle));
    assertThat(tickets().get(input)).isEqualTo(Optional.empty());
  }

  @Test
  void a_log_that_comes_late_and_grows_keeps_its_offsets() {
    BackendHandle handle = launcher(aws.sharedCluster()).launch(execution, Examples.python());
    JobLogs logs = open.get(0).backend().logs();
    assertThat(logs.read(handle, LogStream.STDOUT, 0, 100).size()).isZero();
    aws.machine().log(steps().get(0), "stdout", "one\n");
    assertThat(logs.read(handle, LogStream.STDOUT, 0, 100).nextOffset()).isEqualTo(4);
    aws.machine().log(steps().get(0), "stdout", "one\ntwo\n");
    assertThat(logs.read(handle, LogStream.STDOUT, 4, 100).bytes()).asString().isEqualTo("two\n");
    assertThat(logs.tail(handle, LogStream.STDOUT, 3).bytes()).asString().isEqualTo("wo\n");
  }

  @Test
  void a_cluster_that_emr_has_forgotten_hides_no_other() {
    JobLauncher launcher = launcher(aws.sharedCluster());
    BackendHandle there = launcher.launch(execution, request);
    BackendHandle gone = new StepRef("j-GONE", execution.id(), 1, false).handle();
    proxy.happen(
        (asked, served) ->
            asked.body().contains("j-GONE")
                ? Answer.error(400, "InvalidRequestException", "Cluster id 'j-GONE' is not valid.")
                : served.get());
    assertThat(launcher.observe(Set.of(there, gone))).containsOnlyKeys(there);
    launcher.stop(gone);
  }

  @Test
  void a_role_is_assumed_once_for_many_requests() {
    EmrConfig plain = Examples.config(aws.sharedCluster(), proxy.url(), 1000);
    var access =
        new EmrConfig.Access(
            "eu-west-1",
            new EmrConfig.Role("arn:aws:iam::123456789012:role/switchyard", "outside"),
            proxy.url(),
            1000,
            Duration.ZERO);
    EmrConfig config =
        new EmrConfig(
            plain.id(),
            plain.place(),
            access,
            plain.clusters(),
            plain.storage(),
            plain.profile(),
            plain.coreEtl());
    EmrBackend backend = EmrBackend.open(config, new EmrBackend.Budgets(), clock);
    open.add(backend);
    assertThat(proxy.counts()).isEmpty();
    // Another account has nothing of ours: it is whose credentials these are that counts.
    assertThat(backend.backend().jobs().find(execution, request)).isEmpty();
    assertThat(backend.backend().jobs().find(execution, request)).isEmpty();
    assertThat(proxy.count("POST ")).isEqualTo(1);
  }

  @Test
  void a_launch_that_is_repeated_needs_no_room() {
    JobLauncher launcher = launcher(aws.sharedCluster());
    BackendHandle handle = launcher.launch(execution, request);
    String full = "Maximum number of active steps for cluster exceeded.";
    proxy.once(
        "AddJobFlowSteps", (asked, served) -> Answer.error(400, "ValidationException", full));
    Execution other = Examples.execution(IDS.nextExecution().value());
    assertThatThrownBy(() -> launcher.launch(other, request)).hasMessageContaining("Maximum");
    assertThat(launcher.launch(execution, request)).isEqualTo(handle);
  }

  @Test
  void opening_a_backend_asks_nothing() {
    launcher(Examples.perTeam());
    assertThat(proxy.counts()).isEmpty();
  }
}
