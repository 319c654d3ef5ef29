package io.switchyard.adapters.standalone.embedded;

import java.net.http.HttpClient;
import java.util.concurrent.Executor;

/** What every {@link EmbeddedLine} of one application shares. */
record LineTools(
    EmbeddedConfig config,
    SparkDistributions distributions,
    JavaHomes javas,
    HttpClient http,
    Executor workers) {

  ClusterFolder folder(String version) {
    return new ClusterFolder(config.stateFolder().resolve("standalone").resolve(version));
  }

  EmbeddedSpark spark(SparkDistribution distribution, JavaHome java) {
    SparkCommand command =
        new SparkCommand(
            distribution, java, folder(distribution.version()), config.times().orphanGrace());
    return new EmbeddedSpark(command, config.size(), config.times().start(), http);
  }
}
