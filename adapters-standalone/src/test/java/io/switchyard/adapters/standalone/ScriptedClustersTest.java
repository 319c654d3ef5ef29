package io.switchyard.adapters.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.switchyard.adapters.standalone.ScriptedMaster.Create;
import io.switchyard.adapters.standalone.ScriptedMaster.Driver;
import io.switchyard.agentclient.ScriptedAgent;
import io.switchyard.domain.cluster.Cluster;
import io.switchyard.domain.cluster.ClusterId;
import io.switchyard.domain.cluster.ClusterState;
import io.switchyard.domain.cluster.ServerReport;
import io.switchyard.domain.job.BackendHandle;
import io.switchyard.domain.job.Memory;
import io.switchyard.ports.TargetFailure;
import io.switchyard.ports.cluster.ClusterExamples;
import io.switchyard.ports.cluster.ClusterIds;
import io.switchyard.ports.cluster.ClusterLauncher;
import io.switchyard.ports.cluster.ClusterLauncherContract;
import io.switchyard.ports.cluster.SequentialClusterIds;
import io.switchyard.ports.cluster.ServerSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Servers of clusters on a scripted master, with scripted agents. */
final class ScriptedClustersTest extends ClusterLauncherContract {

  private static final ServerSettings NONE = new ServerSettings(Map.of(), Map.of());

  @TempDir private Path temp;
  private final List<ScriptedAgent> agents = new ArrayList<>();
  private final SequentialClusterIds ids = new SequentialClusterIds();
  private Scripted scripted;

  @BeforeEach
  void start() throws Exception {
    scripted = new Scripted(temp, new ScriptedMaster(8, new Memory(8192)));
  }

  @AfterEach
  void stop() {
    agents.forEach(ScriptedAgent::close);
    scripted.close();
  }

  @Override
  protected ClusterLauncher launcher() {
    return scripted.backend().clusters();
  }

  @Override
  protected ClusterIds ids() {
    return ids;
  }

  private List<Driver> driversOf(Cluster cluster) {
    return scripted.master.drivers().stream()
        .filter(driver -> driver.execution().equals(cluster.server().id()))
        .toList();
  }

  private Path folder(Cluster cluster) {
    return scripted
        .exchange
        .resolveSibling(scripted.exchange.getFileName() + "-servers")
        .resolve(cluster.server().id().value());
  }

  private ScriptedAgent listens(Cluster cluster) {
    try {
      Files.writeString(folder(cluster).resolve("claimed"), driversOf(cluster).get(0).id);
      ScriptedAgent agent =
          new ScriptedAgent(
              cluster.server().token(),
              new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
              1);
      agents.add(agent);
      Files.writeString(
          folder(cluster).resolve("agent.json"),
          """
          {"host": "127.0.0.1", "port": %d,
           "connect": {"host": "127.0.0.1", "port": 15003, "listening": true}}
          """
              .formatted(agent.port()));
      return agent;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  protected void settle(Cluster cluster, Fate fate) {
    if (fate == Fate.LISTENS) {
      int wanted =
          Integer.parseInt(driversOf(cluster).get(0).property("spark.switchyard.executors"));
      listens(cluster).have(wanted);
    } else {
      driversOf(cluster).get(0).state = "FAILED";
    }
  }

  @Override
  protected int serversOf(Cluster cluster) {
    return driversOf(cluster).size();
  }

  @Override
  protected BackendHandle unknown(Cluster cluster) {
    return new DriverRef(Scripted.NEW, cluster.server().id(), "driver-20261121000000-9999")
        .handle();
  }

  @Override
  protected int looks() {
    return scripted.master.asked("json");
  }

  @Override
  protected Duration patience() {
    return Duration.ofSeconds(10);
  }

  private Cluster launched() {
    Cluster cluster = ClusterExamples.cluster(ClusterExamples.request(), ids, Instant.EPOCH);
    BackendHandle handle = launcher().provision(cluster, NONE);
    return cluster.in(new ClusterState.Starting(handle, Instant.EPOCH));
  }

  @Test
  void servers_that_are_stuck_keep_nobody_from_the_news_of_the_others() {
    List<Cluster> all = new ArrayList<>();
    int stuck = 4;
    for (int i = 0; i <= stuck; i++) {
      all.add(launched());
      listens(all.get(i));
    }
    agents.subList(0, stuck).forEach(ScriptedAgent::hang);
    long begun = System.nanoTime();
    Map<ClusterId, ServerReport> seen = launcher().observe(all);
    // One after the other would take 3 s each.
    assertThat(System.nanoTime() - begun).isLessThan(Duration.ofSeconds(11).toNanos());
    assertThat(seen.get(all.get(0).id())).isInstanceOf(ServerReport.Unknown.class);
    assertThat(seen.get(all.get(stuck).id())).isInstanceOf(ServerReport.Listening.class);
  }

  @Test
  void nonsense_in_the_file_of_one_server_is_a_matter_of_that_server() throws Exception {
    List<Cluster> all = List.of(launched(), launched(), launched());
    List<String> nonsense =
        List.of("{\"host\": \"a b\", \"port\": -1, \"connect\": {\"listening\": true}}", "no json");
    for (int i = 0; i < nonsense.size(); i++) {
      Files.writeString(folder(all.get(i)).resolve("agent.json"), nonsense.get(i));
      Cluster cluster = all.get(i);
      assertThatThrownBy(() -> launcher().scale(cluster)).isInstanceOf(TargetFailure.class);
    }
    listens(all.get(2));
    Map<ClusterId, ServerReport> seen = launcher().observe(all);
    assertThat(seen.get(all.get(0).id())).isInstanceOf(ServerReport.Unknown.class);
    assertThat(seen.get(all.get(1).id())).isInstanceOf(ServerReport.Starting.class);
    assertThat(seen.get(all.get(2).id())).isInstanceOf(ServerReport.Listening.class);
  }

  @Test
  void a_lost_answer_makes_no_second_server_and_a_late_request_none_that_serves() {
    Cluster cluster = ClusterExamples.cluster(ClusterExamples.request(), ids, Instant.EPOCH);
    scripted.master.onNextCreate(Create.LOSE_ANSWER);
    assertThatThrownBy(() -> launcher().provision(cluster, NONE))
        .isInstanceOfSatisfying(
            TargetFailure.class, failure -> assertThat(failure.outcomeKnown()).isFalse());
    assertThat(launcher().find(cluster)).contains(launcher().provision(cluster, NONE));
    assertThat(driversOf(cluster)).hasSize(1);

    Cluster late = ClusterExamples.cluster(ClusterExamples.request(), ids, Instant.EPOCH);
    scripted.master.onNextCreate(Create.HOLD);
    assertThatThrownBy(() -> launcher().provision(late, NONE)).isInstanceOf(TargetFailure.class);
    assertThat(launcher().forbid(late)).isEmpty();
    scripted.master.deliverLate();
    // What DriverMain finds there before it does anything.
    assertThat(folder(late).resolve("claimed")).hasContent("nobody");
    BackendHandle handle = launcher().forbid(late).orElseThrow();
    launcher().terminate(handle);
    assertThat(driversOf(late)).extracting(driver -> driver.state).containsExactly("KILLED");
  }
}
