package io.switchyard.adapters.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.switchyard.adapters.standalone.StandaloneConfig.CoreEtl;
import io.switchyard.adapters.standalone.StandaloneConfig.Embedded;
import io.switchyard.adapters.standalone.embedded.EmbeddedConfig;
import io.switchyard.adapters.standalone.embedded.EmbeddedConfig.Homes;
import io.switchyard.adapters.standalone.embedded.EmbeddedConfig.Size;
import io.switchyard.adapters.standalone.embedded.EmbeddedConfig.Times;
import io.switchyard.adapters.standalone.embedded.TestSpark;
import io.switchyard.domain.cluster.Cluster;
import io.switchyard.domain.job.BackendHandle;
import io.switchyard.domain.job.SparkVersion;
import io.switchyard.ports.cluster.ClusterIds;
import io.switchyard.ports.cluster.ClusterLauncher;
import io.switchyard.ports.cluster.ClusterLauncherContract;
import io.switchyard.ports.cluster.SequentialClusterIds;
import io.switchyard.ports.job.Eventually;
import io.switchyard.ports.job.JobExamples;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** The contract with real Spark Connect servers on a real master and worker. */
final class StandaloneClustersIT extends ClusterLauncherContract {

  private static final ClusterIds IDS = new SequentialClusterIds();
  private static final SparkVersion VERSION = new SparkVersion(TestSpark.version());

  @TempDir private static Path temp;
  private static Path exchange;
  private static StandaloneBackend standalone;

  @BeforeAll
  static void start() throws Exception {
    EmbeddedConfig embedded =
        new EmbeddedConfig(
            temp.resolve("state"),
            List.of(VERSION.value()),
            new Homes(TestSpark.home(), null),
            // A driver and three executors of a gibibyte.
            new Size(4, 4096),
            Times.DEFAULT);
    exchange = temp.resolve("exchange");
    standalone =
        StandaloneBackend.open(
            new StandaloneConfig(
                JobExamples.BACKEND, exchange, new Embedded(embedded), CoreEtl.NONE, Map.of()),
            InstantSource.system());
    Eventually.get(
        Duration.ofSeconds(90), () -> List.of(standalone.ready()), Boolean::booleanValue);
  }

  @AfterAll
  static void stop() {
    if (standalone != null) {
      standalone.close();
    }
  }

  @Override
  protected ClusterLauncher launcher() {
    return standalone.backend().clusters();
  }

  @Override
  protected ClusterIds ids() {
    return IDS;
  }

  /** The agent's process is the driver's. */
  @Override
  protected void settle(Cluster cluster, Fate fate) {
    if (fate == Fate.DIES) {
      Path folder = temp.resolve("exchange-servers").resolve(cluster.server().id().value());
      JsonNode agent = ServerFolder.agent(folder).orElseThrow();
      assertThat(ProcessHandle.of(agent.path("pid").asLong()).map(ProcessHandle::destroyForcibly))
          .contains(true);
    }
  }

  @Override
  protected int serversOf(Cluster cluster) {
    return new MasterApi()
        .state(standalone.masters().master(VERSION).orElseThrow())
        .driversWith(LaunchClass.nameFor(cluster.server().id()))
        .size();
  }

  @Override
  protected BackendHandle unknown(Cluster cluster) {
    return new DriverRef(VERSION, cluster.server().id(), "driver-20261121000000-9999").handle();
  }

  /** Nobody counts here. */
  @Override
  protected int looks() {
    return 0;
  }
}
