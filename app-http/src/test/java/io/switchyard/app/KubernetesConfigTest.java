package io.switchyard.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.switchyard.adapters.k8s.K8sConfig;
import io.switchyard.adapters.k8s.K8sConfig.Addresses;
import io.switchyard.adapters.k8s.K8sConfig.Client;
import io.switchyard.adapters.k8s.K8sConfig.Clusters;
import io.switchyard.adapters.k8s.K8sConfig.Image;
import io.switchyard.adapters.k8s.K8sConfig.InCluster;
import io.switchyard.adapters.k8s.K8sConfig.Kubeconfig;
import io.switchyard.adapters.k8s.K8sConfig.Mode;
import io.switchyard.adapters.k8s.K8sConfig.Namespaces;
import io.switchyard.adapters.k8s.K8sConfig.Peers;
import io.switchyard.adapters.k8s.K8sConfig.PodTemplates;
import io.switchyard.adapters.k8s.K8sConfig.Profile;
import io.switchyard.adapters.k8s.K8sConfig.Release;
import io.switchyard.adapters.k8s.K8sConfig.Url;
import io.switchyard.domain.job.ArtifactUri;
import io.switchyard.domain.job.SparkVersion;
import io.switchyard.domain.placement.BackendKind;
import io.switchyard.domain.placement.Environment;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class KubernetesConfigTest {

  private static final String LEAST =
      """
      backends:
      - id: k8s
        kind: sk8
        kubernetes:
          mode: kubeflow-operator
          environment: dev
          in_cluster: true
          images: [{spark_version: 4.1.2, image: apache/spark}]
      """;

  @TempDir private Path folder;

  private Config load(String yaml) throws IOException {
    Path file = Files.writeString(folder.resolve("config.yaml"), yaml);
    return ConfigSources.load(file, Map.of(), null);
  }

  private KubernetesConfig kubernetes(String yaml) throws IOException {
    return load(yaml).backends().get(0).kubernetes();
  }

  @Test
  void the_examples_in_the_documentation_are_configurations_one_for_each_way() throws IOException {
    String page = Files.readString(Path.of("..", "docs", "kubernetes.md"));
    List<Mode> modes = new ArrayList<>();
    for (String block : page.split("```yaml\n")) {
      if (block.startsWith("backends:")) {
        modes.add(kubernetes(block.substring(0, block.indexOf("```"))).mode());
      }
    }
    assertThat(modes)
        .containsExactly(Mode.DRIVER_POD, Mode.APACHE_OPERATOR, Mode.KUBEFLOW_OPERATOR);
  }

  @Test
  void little_is_needed() throws IOException {
    Config config = load(LEAST);
    assertThat(config.backends().get(0).place().kind()).isEqualTo(BackendKind.SK8);
    assertThat(config.backends().get(0).kubernetes())
        .isEqualTo(
            new KubernetesConfig(
                Environment.DEV,
                Mode.KUBEFLOW_OPERATOR,
                new InCluster(),
                Namespaces.REQUIRED,
                new Profile(
                    List.of(
                        new Image(
                            new SparkVersion("4.1.2"), "apache/spark", "IfNotPresent", true))),
                null,
                Client.DEFAULT));
  }

  @Test
  void how_much_is_asked_of_an_api_server_has_limits() throws IOException {
    String limits =
        "    client: {requests_per_second: 20, burst: 30, in_flight: 4, stale_after: 5s}\n";
    assertThat(kubernetes(LEAST + limits).client())
        .isEqualTo(new Client(20, 30, 4, Duration.ofSeconds(5)));
    assertThatThrownBy(() -> load(LEAST + "    client: {in_flight: 0}\n"))
        .hasMessageContaining("client.in_flight");
  }

  @Test
  void everything_can_be_said() throws IOException {
    KubernetesConfig config =
        kubernetes(
            """
            backends:
            - id: k8s
              kind: sk8
              kubernetes:
                mode: driver-pod
                environment: prod
                kubeconfig: /etc/kube
                context: eu
                namespaces: {create: true, quota: {pods: "5"}}
                images: [{spark_version: 4.1.2, image: a, pull_policy: Always, python: false}]
                service_account: sparky
                labels: {cost-centre: "7"}
                spark_config: {spark.eventLog.enabled: "true"}
                allow_spark_config: [spark.kubernetes.allocation.batch.size]
                agent_jar: local:///agent.jar
                driver_template: {spec: {nodeSelector: {pool: drivers}}}
                executor_template: {spec: {nodeSelector: {pool: executors}}}
                ttl: 2h
                clusters:
                  callers:
                  - {namespace: {team: platform}, pods: {app: switchyard}}
                  - {cidr: 10.0.0.0/8}
            """);
    assertThat(config)
        .isEqualTo(
            new KubernetesConfig(
                Environment.PROD,
                Mode.DRIVER_POD,
                new Kubeconfig(Path.of("/etc/kube"), "eu"),
                new Namespaces(true, Map.of("pods", "5")),
                new Profile(
                    List.of(new Image(new SparkVersion("4.1.2"), "a", "Always", false)),
                    "sparky",
                    Map.of("cost-centre", "7"),
                    Map.of("spark.eventLog.enabled", "true"),
                    Set.of("spark.kubernetes.allocation.batch.size"),
                    new ArtifactUri("local:///agent.jar"),
                    new PodTemplates(pool("drivers"), pool("executors")),
                    Duration.ofHours(2)),
                new Clusters(
                    List.of(
                        new Peers(Map.of("team", "platform"), Map.of("app", "switchyard")),
                        new Addresses("10.0.0.0/8"))),
                Client.DEFAULT));
  }

  @Test
  void clusters_need_an_agent_and_callers() throws IOException {
    String clusters = LEAST + "    agent_jar: local:///agent.jar\n    clusters: {callers: [%s]}\n";
    assertThatThrownBy(() -> load(clusters.formatted("")))
        .hasMessageContaining("backends[0].kubernetes.clusters.callers");
    assertThatThrownBy(() -> load(clusters.formatted("{cidr: somewhere}")))
        .hasMessageContaining("backends[0].kubernetes.clusters.callers[0].cidr");
    assertThatThrownBy(() -> load(clusters.formatted("{}")))
        .hasMessageContaining("give namespace and pods, or cidr alone");
    Config config =
        load(
            clusters
                .formatted("{cidr: 10.0.0.0/8}")
                .replace("    agent_jar: local:///agent.jar\n", ""));
    BackendConfig backend = config.backends().get(0);
    assertThatThrownBy(
            () -> new KubernetesConfigs(config.coreEtl()).of(backend, backend.kubernetes()))
        .hasMessageContaining("agent_jar");
  }

  private static Map<String, Object> pool(String name) {
    return Map.of("spec", Map.of("nodeSelector", Map.of("pool", name)));
  }

  @Test
  void an_api_server_may_be_given_by_address() throws IOException {
    String url = "url: {address: 'https://k8s:6443', token_file: /token, ca_file: /ca}";
    assertThat(kubernetes(LEAST.replace("in_cluster: true", url)).access())
        .isEqualTo(new Url(URI.create("https://k8s:6443"), Path.of("/token"), Path.of("/ca")));
  }

  @Test
  void one_way_to_the_api_server_is_needed() {
    assertThatThrownBy(() -> load(LEAST.replace("in_cluster: true", "in_cluster: false")))
        .hasMessageContaining("give exactly one of kubeconfig, in_cluster, url");
  }

  @Test
  void a_kind_goes_with_what_it_is_made_of() {
    assertThatThrownBy(() -> load(LEAST.replace("kind: sk8", "kind: standalone")))
        .hasMessageContaining("give exactly one of embedded, masters");
    assertThatThrownBy(() -> load("backends: [{id: k8s, kind: sk8, embedded: {}}]"))
        .hasMessageContaining("give kubernetes, and nothing else");
  }

  @Test
  void an_image_names_a_release() {
    assertThatThrownBy(() -> load(LEAST.replace("4.1.2", "'4.1'")))
        .hasMessageContaining("backends[0].kubernetes.images[0].spark_version");
  }

  @Test
  void core_etl_releases_are_told_and_a_bundled_one_only_if_pods_can_fetch_it() throws IOException {
    Config config =
        load(
            LEAST
                + """
                core_etl:
                  versions: {2.7.0: {jar: "s3a://builds/2.7.0.jar"}}
                  bundled_jar: /opt/etl.jar
                """);
    BackendConfig backend = config.backends().get(0);
    K8sConfig told = new KubernetesConfigs(config.coreEtl()).of(backend, backend.kubernetes());
    assertThat(told.coreEtl().bundled()).isNull();
    assertThat(told.coreEtl().releases())
        .containsEntry(
            "2.7.0", new Release(new ArtifactUri("s3a://builds/2.7.0.jar"), Release.MAIN_CLASS));
  }
}
