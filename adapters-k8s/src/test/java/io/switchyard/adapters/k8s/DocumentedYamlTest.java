package io.switchyard.adapters.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.switchyard.adapters.k8s.K8sConfig.Mode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the documentation tells people to apply can be applied, and is enough. */
final class DocumentedYamlTest {

  private static List<String> documented() throws IOException {
    List<String> blocks = new ArrayList<>();
    blocks.add(Files.readString(Path.of("rbac", "switchyard.yaml")));
    for (String block :
        Files.readString(Path.of("..", "docs", "kubernetes.md")).split("```yaml\n")) {
      if (block.startsWith("apiVersion:")) {
        blocks.add(block.substring(0, block.indexOf("```")));
      }
    }
    return blocks;
  }

  private static List<HasMetadata> apply(KubernetesClient client, String yaml) {
    List<HasMetadata> objects =
        client.load(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8))).items();
    for (HasMetadata object : objects) {
      // What is not known of a kind is nowhere in its type.
      assertThat(object).isNotInstanceOf(GenericKubernetesResource.class);
      assertThat(new KubernetesSerialization().asYaml(object)).contains(object.getKind());
      client.resource(object).create();
    }
    return objects;
  }

  @Test
  void all_of_it_is_applied_and_a_namespace_so_made_is_enough_for_jobs() throws IOException {
    try (MockSite site = new MockSite();
        KubernetesClient client = site.connect()) {
      List<HasMetadata> objects = new ArrayList<>();
      for (String yaml : documented()) {
        objects.addAll(apply(client, yaml));
      }
      assertThat(objects)
          .extracting(HasMetadata::getKind)
          .contains("ClusterRole", "ClusterRoleBinding", "Namespace", "ServiceAccount", "Role");
      for (Mode mode : Mode.values()) {
        // It must be there, and is not made.
        try (K8sBackend backend =
            K8sBackend.of(new Kube(site.connect()), Examples.plain(mode), () -> Examples.NOW)) {
          assertThat(backend.backend().jobs().launch(Examples.execution(), Examples.etl()))
              .isNotNull();
        }
        client.configMaps().inNamespace("sjns-feateng-dev").withName(name()).delete();
        client.pods().inNamespace("sjns-feateng-dev").withName(name()).delete();
      }
    }
  }

  private static String name() {
    return Examples.execution().id().value();
  }
}
