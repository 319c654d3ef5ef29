package io.switchyard.adapters.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.switchyard.adapters.k8s.K8sConfig.Mode;
import io.switchyard.domain.cluster.Cluster;
import io.switchyard.ports.cluster.ClusterExamples;
import io.switchyard.ports.cluster.SequentialClusterIds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The objects of a cluster's server, as files that people can read. Run with {@code
 * -Dgolden.write=true} to write them anew, and look at what changed.
 */
final class ServerGoldenTest {

  private static final Path FOLDER = Path.of("src/test/resources/golden");

  private final KubernetesSerialization yaml = new KubernetesSerialization();
  private final ServerPod way = new ServerPod(ServerExamples.CLUSTERS);

  static Stream<Arguments> cases() {
    return Stream.of(
        Arguments.of("plain", ServerExamples.plain(Mode.DRIVER_POD)),
        Arguments.of("rich", ServerExamples.rich(Mode.KUBEFLOW_OPERATOR)));
  }

  private static Cluster cluster() {
    return ClusterExamples.cluster(
        ClusterExamples.request(), new SequentialClusterIds(), Examples.NOW);
  }

  private static OwnerReference owner(DriverSpec spec) {
    return new OwnerReferenceBuilder()
        .withApiVersion("v1")
        .withKind("ConfigMap")
        .withName(spec.identity().name())
        .withUid("8a5dbbd2-7e8a-4d5c-9a5f-2f4f6a1f0001")
        .withBlockOwnerDeletion(false)
        .withController(false)
        .build();
  }

  private List<HasMetadata> objects(DriverSpec spec) {
    List<HasMetadata> objects = new ArrayList<>(way.before(spec, owner(spec)));
    objects.addAll(way.guards(spec, owner(spec)));
    objects.add(way.driver(spec, owner(spec)));
    return objects;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void the_objects_are_those_in_the_file(String name, K8sConfig config) throws IOException {
    DriverSpec spec = new ServerDescribing(config).describe(cluster(), ServerExamples.SETTINGS);
    StringBuilder text = new StringBuilder();
    new TreeMap<>(way.files(spec))
        .forEach((file, content) -> text.append("# " + file + "\n").append(commented(content)));
    spec.input()
        .forEach(
            (file, content) -> text.append("# input: " + file + "\n").append(commented(content)));
    objects(spec).forEach(object -> text.append(yaml.asYaml(object)));
    Path file = FOLDER.resolve("server-" + name + ".yaml");
    if (Boolean.getBoolean("golden.write")) {
      Files.writeString(file, text);
    }
    assertThat(text.toString()).isEqualTo(Files.readString(file));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void what_must_not_be_seen_is_in_the_secret_only(String name, K8sConfig config) {
    Cluster cluster = cluster();
    DriverSpec spec = new ServerDescribing(config).describe(cluster, ServerExamples.SETTINGS);
    String seen = objects(spec).stream().map(yaml::asYaml).collect(Collectors.joining());
    assertThat(seen + way.files(spec))
        .doesNotContain("hunter", cluster.server().token().value())
        .doesNotContain(spec.input().get("agent.token"));
    assertThat(spec.input()).containsOnlyKeys("agent.token", "connect.token", ServerPod.SETTINGS);
  }

  private static String commented(String content) {
    return content.lines().map(line -> "#   " + line + "\n").collect(Collectors.joining());
  }
}
