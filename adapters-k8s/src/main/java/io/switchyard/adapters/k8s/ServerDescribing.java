package io.switchyard.adapters.k8s;

import io.switchyard.adapters.k8s.DriverSpec.Code;
import io.switchyard.adapters.k8s.DriverSpec.Identity;
import io.switchyard.adapters.k8s.DriverSpec.Pods;
import io.switchyard.adapters.k8s.K8sConfig.Image;
import io.switchyard.agentclient.AgentToken;
import io.switchyard.agentclient.ConnectSettings;
import io.switchyard.domain.cluster.Cluster;
import io.switchyard.domain.cluster.ClusterRequest;
import io.switchyard.domain.input.InvalidInput;
import io.switchyard.domain.job.ArtifactUri;
import io.switchyard.domain.team.Team;
import io.switchyard.ports.cluster.ServerSettings;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Describes the server of a cluster, or says why there can be none here. Asks nobody. */
final class ServerDescribing {

  private static final String DRIVER_MAIN = "io.switchyard.agent.DriverMain";
  private static final String SERVER = "org.apache.spark.sql.connect.service.SparkConnectServer";

  private final K8sConfig config;
  private final DriverPods pods;
  private final Images images;
  private final Recipe recipe;

  ServerDescribing(K8sConfig config) {
    this.config = config;
    this.pods = new DriverPods(config);
    this.images = new Images(config.profile().images(), "spark_version");
    this.recipe = new Recipe(config);
  }

  /**
   * The image that a request gets.
   *
   * @throws InvalidInput if it can never run
   */
  Image image(ClusterRequest request) {
    Image image = images.asked(request.sparkVersion());
    Settings.check(request.settings(), config.profile().allowConf(), "spark_config");
    return image;
  }

  /** Where the objects of the cluster's current server are. */
  DriverRef ref(Cluster cluster) {
    return new DriverRef(namespace(cluster.request().team()), cluster.server().id());
  }

  private String namespace(Team team) {
    return TeamNamespaces.name(team, config);
  }

  /**
   * The cluster's current server.
   *
   * @throws InvalidInput if it could never run
   */
  DriverSpec describe(Cluster cluster, ServerSettings settings) {
    Image image = images.of(cluster.sparkVersion());
    Map<String, String> labels = labels(cluster);
    labels.put(Recipe.LABEL, recipe.mark(image));
    Identity identity =
        new Identity(
            cluster.server().id(),
            namespace(cluster.request().team()),
            labels,
            Map.of("switchyard.io/user", cluster.request().user()));
    SortedMap<String, String> open = new TreeMap<>(config.profile().conf());
    SortedMap<String, String> secret = new TreeMap<>();
    sort(settings, open, secret);
    Pods described =
        new Pods(
            config.profile().serviceAccount(),
            pods.driver(identity, Settings.NONE, Set.of()),
            pods.executor(identity));
    return new DriverSpec(
        identity,
        image,
        new Code(DRIVER_MAIN, agentJar().value(), List.of(), List.of(), List.of()),
        conf(cluster, open),
        input(cluster, secret),
        cluster.shape().resources(),
        described,
        config.profile().ttl());
  }

  private ArtifactUri agentJar() {
    ArtifactUri jar = config.profile().agentJar();
    if (jar == null) {
      throw new IllegalStateException("a backend with clusters has an agent");
    }
    return jar;
  }

  Map<String, String> labels(Cluster cluster) {
    Map<String, String> labels = Labels.of(cluster.server().id(), cluster.request().team(), config);
    labels.put(Labels.CLUSTER, cluster.id().value());
    labels.put("switchyard.io/server", "" + cluster.server().number());
    return labels;
  }

  private static void sort(
      ServerSettings settings, SortedMap<String, String> open, SortedMap<String, String> secret) {
    settings.conf().forEach((key, value) -> (Input.isSecret(key) ? secret : open).put(key, value));
    secret.putAll(settings.secrets());
    open.keySet().removeAll(secret.keySet());
  }

  /** Says all but who listens where, which only the pod knows. */
  private static SortedMap<String, String> conf(Cluster cluster, Map<String, String> open) {
    SortedMap<String, String> conf = new TreeMap<>(open);
    conf.put("spark.app.name", cluster.id().value());
    // The agent's jar is the driver's own, which executors get, too.
    ConnectSettings.addTo(conf, "", ServerPod.CONNECT_PORT);
    conf.put("spark.switchyard.main_class", SERVER);
    conf.put("spark.switchyard.execution_id", cluster.server().id().value());
    conf.put("spark.switchyard.folder", ServerPod.FOLDER);
    conf.put("spark.switchyard.agent.port", "" + ServerPod.AGENT_PORT);
    return conf;
  }

  private static SortedMap<String, String> input(
      Cluster cluster, SortedMap<String, String> secret) {
    SortedMap<String, String> files = new TreeMap<>(AgentToken.files(cluster.server().token()));
    if (!secret.isEmpty()) {
      files.put(ServerPod.SETTINGS, PropertiesText.of(secret));
    }
    return files;
  }
}
