package io.switchyard.adapters.standalone;

import io.switchyard.adapters.standalone.StandaloneConfig.Embedded;
import io.switchyard.adapters.standalone.StandaloneConfig.Remote;
import io.switchyard.adapters.standalone.embedded.EmbeddedSparks;
import io.switchyard.domain.job.SparkVersion;
import io.switchyard.ports.job.JobLogs;
import io.switchyard.ports.placement.Backend;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A backend that runs jobs on Spark standalone clusters, one for each Spark release. Safe for use
 * by several threads; several processes may share one if they share its exchange folder.
 */
public final class StandaloneBackend implements AutoCloseable {

  private final Masters masters;
  private final Backend backend;

  private StandaloneBackend(Masters masters, StandaloneConfig config, InstantSource clock) {
    this.masters = masters;
    MasterApi api = new MasterApi();
    // One for jobs and clusters, which take the same room.
    LaunchTurn turn = new LaunchTurn(config.exchange());
    Exchange servers = Exchange.ofServers(config.servers());
    JobLogs ofServers = new StandaloneLogs(masters, api, servers);
    JobLogs ofJobs = new StandaloneLogs(masters, api, Exchange.ofJobs(config.exchange()));
    this.backend =
        new Backend(
            config.id(),
            config.place(),
            new StandaloneLauncher(masters, api, config, turn, clock),
            new EveryLog(servers, ofServers, ofJobs),
            new StandaloneClusters(masters, api, servers, turn, ofServers, clock));
  }

  /**
   * Opens the backend; embedded clusters begin to start, the default release first of all. Does not
   * block.
   *
   * @throws IllegalStateException with a sentence for people if embedded clusters cannot be run
   *     here, for instance because another process has their folder
   */
  public static StandaloneBackend open(StandaloneConfig config, InstantSource clock) {
    if (config.clusters() instanceof Embedded embedded) {
      EmbeddedSparks sparks = EmbeddedSparks.open(embedded.config(), clock);
      var masters = new EmbeddedMasters(sparks, embedded.config());
      var unused = sparks.endpoints(sparks.versions().get(0));
      return new StandaloneBackend(masters, config, clock);
    }
    var remote = (Remote) config.clusters();
    return new StandaloneBackend(new RemoteMasters(remote.masters()), config, clock);
  }

  /** The backend as use cases see it. */
  public Backend backend() {
    return backend;
  }

  Masters masters() {
    return masters;
  }

  /** Whether jobs of the default release can be taken now; true of clusters run by others. */
  public boolean ready() {
    return masters.ready();
  }

  /** One sentence for people on the cluster of each release, the default first. Asks nobody. */
  public Map<SparkVersion, String> status() {
    Map<SparkVersion, String> sentences = new LinkedHashMap<>();
    masters.versions().forEach(version -> sentences.put(version, masters.status(version)));
    return sentences;
  }

  /** Ends embedded clusters with their drivers; clusters run by others go on. */
  @Override
  public void close() {
    masters.close();
  }
}
