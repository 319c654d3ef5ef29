package io.switchyard.adapters.k8s;

import io.switchyard.adapters.k8s.K8sConfig.Addresses;
import io.switchyard.adapters.k8s.K8sConfig.Clusters;
import io.switchyard.adapters.k8s.K8sConfig.Mode;
import io.switchyard.adapters.k8s.K8sConfig.Namespaces;
import io.switchyard.adapters.k8s.K8sConfig.Peers;
import io.switchyard.adapters.k8s.K8sConfig.PodTemplates;
import io.switchyard.adapters.k8s.K8sConfig.Profile;
import io.switchyard.domain.job.ArtifactUri;
import io.switchyard.ports.cluster.ServerSettings;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Backends with clusters for tests. */
final class ServerExamples {

  static final Clusters CLUSTERS =
      new Clusters(
          List.of(
              new Peers(
                  Map.of("kubernetes.io/metadata.name", "switchyard"), Map.of("app", "switchyard")),
              new Addresses("10.20.0.0/16")));

  static final ServerSettings SETTINGS =
      new ServerSettings(
          Map.of(
              "spark.sql.catalog.lake",
              "org.apache.iceberg.spark.SparkCatalog",
              "spark.sql.shuffle.partitions",
              "8",
              "spark.connect.grpc.binding.address",
              "1.2.3.4",
              "spark.hadoop.fs.s3a.secret.key",
              "hunter1"),
          Map.of("spark.sql.catalog.lake.token", "hunter2"));

  private ServerExamples() {}

  /** A backend with little more than that. */
  static K8sConfig plain(Mode mode) {
    Profile profile =
        new Profile(
            Examples.IMAGES,
            Profile.SERVICE_ACCOUNT,
            Map.of(),
            Map.of(),
            Set.of(),
            new ArtifactUri("local:///opt/switchyard/spark-agent.jar"),
            PodTemplates.PLAIN,
            Profile.TTL);
    return Examples.config(mode, new Namespaces(true, Map.of()), profile, CLUSTERS);
  }

  /** A backend that says all there is to say. */
  static K8sConfig rich(Mode mode) {
    K8sConfig rich = Examples.rich(mode);
    return Examples.config(mode, rich.namespaces(), rich.profile(), CLUSTERS);
  }
}
