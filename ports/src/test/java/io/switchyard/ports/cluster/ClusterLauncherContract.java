package io.switchyard.ports.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.switchyard.domain.cluster.Cluster;
import io.switchyard.domain.cluster.ClusterId;
import io.switchyard.domain.cluster.ClusterRequest;
import io.switchyard.domain.cluster.ClusterShape;
import io.switchyard.domain.cluster.ClusterState;
import io.switchyard.domain.cluster.ServerReport;
import io.switchyard.domain.cluster.ServerReport.Gone;
import io.switchyard.domain.cluster.ServerReport.Listening;
import io.switchyard.domain.cluster.ServerRun;
import io.switchyard.domain.job.BackendHandle;
import io.switchyard.domain.job.ExecutorResources;
import io.switchyard.domain.job.Resources;
import io.switchyard.domain.job.SparkVersion;
import io.switchyard.domain.placement.Environment;
import io.switchyard.ports.TargetFailure;
import io.switchyard.ports.job.Eventually;
import io.switchyard.ports.job.Fit;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/**
 * What {@link ClusterLauncher} promises, against a backend with room for one server of three
 * executors at a time. Subclasses say how long things may take.
 */
public abstract class ClusterLauncherContract {

  private static final ServerSettings SETTINGS =
      new ServerSettings(Map.of("spark.sql.shuffle.partitions", "2"), Map.of());

  /** What a test lets become of a server. */
  protected enum Fate {
    /** It listens, and has the executors that it shall have. */
    LISTENS,
    /** It dies by itself, without a word. */
    DIES
  }

  /** The backend under test. */
  protected abstract ClusterLauncher launcher();

  /** Ids that no other test on the same backend uses. */
  protected abstract ClusterIds ids();

  /** Makes it so with fakes; real servers begin to listen by themselves. */
  protected abstract void settle(Cluster cluster, Fate fate);

  /** How many servers the backend has ever had for the cluster's current run, by its account. */
  protected abstract int serversOf(Cluster cluster);

  /** A handle as this backend makes them, of a server that there is not. */
  protected abstract BackendHandle unknown(Cluster cluster);

  /** How many requests the backend has had that tell of servers. */
  protected abstract int looks();

  /** How long a real server may take to get anywhere. */
  protected Duration patience() {
    return Duration.ofSeconds(120);
  }

  private Cluster cluster() {
    ClusterRequest request = ClusterExamples.request();
    Fit fit = launcher().fit(request);
    assertThat(fit).isInstanceOf(Fit.Runs.class);
    return Cluster.requested(
        ids().nextCluster(request.team(), Environment.DEV, request.region()),
        request,
        ClusterExamples.NAMES.hosts(request),
        ClusterExamples.BACKEND,
        ((Fit.Runs) fit).sparkVersion(),
        new ServerRun(ids().nextServer(), 1, ids().nextToken()),
        Instant.EPOCH);
  }

  private static Cluster at(Cluster cluster, BackendHandle handle) {
    return cluster.in(new ClusterState.Starting(handle, Instant.EPOCH));
  }

  @Test
  void a_release_that_is_not_offered_is_refused_with_the_field() {
    ClusterRequest good = ClusterExamples.request();
    Fit fit =
        launcher()
            .fit(
                new ClusterRequest(
                    good.team(),
                    good.user(),
                    null,
                    null,
                    good.environment(),
                    good.region(),
                    good.shape(),
                    List.of(),
                    good.ttl(),
                    null,
                    new SparkVersion("9.9"),
                    good.settings(),
                    null));
    assertThat(((Fit.Refuses) fit).violations())
        .allSatisfy(violation -> assertThat(violation.field()).isEqualTo("spark_version"));
  }

  @Test
  void provisioning_again_gives_the_same_server_while_it_runs_and_after_its_end() {
    Cluster cluster = cluster();
    assertThat(launcher().find(cluster)).isEmpty();
    BackendHandle handle = provision(cluster);
    assertThat(launcher().provision(cluster, SETTINGS)).isEqualTo(handle);
    assertThat(launcher().find(cluster)).contains(handle);
    settle(cluster, Fate.LISTENS);
    await(at(cluster, handle), Listening.class::isInstance);
    assertThat(launcher().provision(cluster, SETTINGS)).isEqualTo(handle);
    terminateAndAwait(at(cluster, handle));
    launcher().terminate(handle);
    await(at(cluster, handle), Gone.class::isInstance);
    assertThat(launcher().find(cluster)).contains(handle);
    assertThat(launcher().provision(cluster, SETTINGS)).isEqualTo(handle);
    assertThat(serversOf(cluster)).isEqualTo(1);
  }

  /** In one test, because a real server takes its time. */
  @Test
  void a_server_that_is_there_is_told_instead_of_forbidden_and_scaled_and_its_death_is_for_good() {
    Cluster cluster = cluster();
    Cluster running = at(cluster, provision(cluster));
    assertThat(launcher().forbid(cluster)).contains(running.handle());
    settle(cluster, Fate.LISTENS);
    Listening first = settled(running);
    assertThat(launcher().scalesLive(running, withExecutors(running, 3))).isTrue();
    Cluster three = running.shaped(withExecutors(running, 3));
    launcher().scale(three);
    launcher().scale(three);
    assertThat(settled(three).executors()).isGreaterThan(first.executors());
    launcher().scale(running);
    assertThat(settled(running).executors()).isEqualTo(first.executors());
    assertThat(settled(running).address()).isEqualTo(first.address());
    settle(cluster, Fate.DIES);
    await(running, Gone.class::isInstance);
    assertThat(launcher().provision(cluster, SETTINGS)).isEqualTo(running.handle());
    assertThat(serversOf(cluster)).isEqualTo(1);
  }

  @Test
  void a_server_that_was_forbidden_is_never_made() {
    Cluster cluster = cluster();
    assertThat(launcher().forbid(cluster)).isEmpty();
    assertThat(launcher().forbid(cluster)).isEmpty();
    assertThatThrownBy(() -> launcher().provision(cluster, SETTINGS))
        .isInstanceOfSatisfying(
            TargetFailure.class,
            failure -> {
              assertThat(failure.outcomeKnown()).isTrue();
              assertThat(failure.retryable()).isFalse();
            });
    assertThat(serversOf(cluster)).isZero();
  }

  @Test
  void servers_that_it_does_not_know_are_absent_and_all_are_seen_in_one_look() {
    List<Cluster> unknown =
        List.of(cluster(), cluster(), cluster()).stream().map(c -> at(c, unknown(c))).toList();
    int before = looks();
    assertThat(launcher().observe(unknown)).isEmpty();
    assertThat(looks() - before).isLessThanOrEqualTo(1);
    unknown.forEach(c -> launcher().terminate(unknown(c)));
    launcher().terminate(new BackendHandle("nonsense"));
    assertThat(launcher().find(unknown.get(0))).isEmpty();
  }

  private static ClusterShape withExecutors(Cluster cluster, int instances) {
    var now = cluster.shape().resources();
    var each = now.executor();
    return ClusterShape.custom(
        new Resources(
            now.driver(),
            new ExecutorResources(instances, each.cores(), each.memory(), null, null)));
  }

  private Listening settled(Cluster cluster) {
    return (Listening) await(cluster, seen -> seen instanceof Listening l && l.scaled());
  }

  private void terminateAndAwait(Cluster cluster) {
    BackendHandle handle = cluster.handle();
    assertThat(handle).isNotNull();
    launcher().terminate(handle);
    await(cluster, Gone.class::isInstance);
  }

  /** Launches as the work loop does: again while the backend has no room or is starting. */
  private BackendHandle provision(Cluster cluster) {
    return Eventually.get(
        patience(), () -> List.of(launcher().provision(cluster, SETTINGS)), found -> true);
  }

  private ServerReport await(Cluster cluster, Predicate<ServerReport> until) {
    return Eventually.get(
        patience(),
        () -> {
          Map<ClusterId, ServerReport> seen = launcher().observe(List.of(cluster));
          return seen.values();
        },
        until);
  }
}
