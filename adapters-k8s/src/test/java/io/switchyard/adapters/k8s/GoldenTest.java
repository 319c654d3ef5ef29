package io.switchyard.adapters.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.switchyard.adapters.k8s.K8sConfig.Mode;
import io.switchyard.domain.job.JobRequest;
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
 * The objects of each way, as files that people can read. Run with {@code -Dgolden.write=true} to
 * write them anew, and look at what changed.
 */
final class GoldenTest {

  private static final Path FOLDER = Path.of("src/test/resources/golden");
  private static final OwnerReference OWNER =
      new OwnerReferenceBuilder()
          .withApiVersion("v1")
          .withKind("ConfigMap")
          .withName("exec-01kaj3vg5n0c2a4e6g8j0m2p4r")
          .withUid("8a5dbbd2-7e8a-4d5c-9a5f-2f4f6a1f0001")
          .withBlockOwnerDeletion(false)
          .withController(false)
          .build();

  private final KubernetesSerialization yaml = new KubernetesSerialization();

  static Stream<Arguments> cases() {
    return Stream.of(Mode.values())
        .flatMap(
            mode ->
                Stream.of(
                    Arguments.of(mode, "jar", Examples.rich(mode), Examples.jar()),
                    Arguments.of(mode, "python", Examples.plain(mode), Examples.python()),
                    Arguments.of(mode, "etl", Examples.rich(mode), Examples.etl())));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("cases")
  void the_objects_are_those_in_the_file(
      Mode mode, String name, K8sConfig config, JobRequest request) throws IOException {
    Path file = FOLDER.resolve(mode.word() + "-" + name + ".yaml");
    String made = text(mode, config, request);
    if (Boolean.getBoolean("golden.write")) {
      Files.createDirectories(FOLDER);
      Files.writeString(file, made);
    }
    assertThat(made).isEqualTo(Files.readString(file));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("cases")
  void an_operators_object_fits_the_schema_that_its_project_publishes(
      Mode mode, String name, K8sConfig config, JobRequest request) throws IOException {
    if (mode == Mode.DRIVER_POD) {
      return;
    }
    Way way = Way.of(mode);
    HasMetadata driver = way.driver(spec(config, request), OWNER);
    JsonNode tree = new ObjectMapper().readTree(yaml.asJson(driver));
    assertThat(CrdSchema.of(way.kind()).complaints(tree)).isEmpty();
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("cases")
  void what_must_not_be_seen_is_in_the_secret_only(
      Mode mode, String name, K8sConfig config, JobRequest request) {
    Way way = Way.of(mode);
    DriverSpec spec = spec(config, request);
    List<HasMetadata> objects = new ArrayList<>(way.before(spec, OWNER));
    objects.add(way.driver(spec, OWNER));
    String seen = objects.stream().map(yaml::asYaml).collect(Collectors.joining());
    assertThat(seen + way.files(spec)).doesNotContain("hunter2", "pass ", "people.csv");
  }

  private static DriverSpec spec(K8sConfig config, JobRequest request) {
    return new Describing(config).describe(Examples.execution(), request);
  }

  private String text(Mode mode, K8sConfig config, JobRequest request) {
    Way way = Way.of(mode);
    DriverSpec spec = spec(config, request);
    StringBuilder text = new StringBuilder();
    new TreeMap<>(way.files(spec))
        .forEach((file, content) -> text.append("# " + file + "\n").append(commented(content)));
    new TreeMap<>(spec.input())
        .forEach(
            (file, content) -> text.append("# input: " + file + "\n").append(commented(content)));
    way.before(spec, OWNER).forEach(object -> text.append(yaml.asYaml(object)));
    return text.append(yaml.asYaml(way.driver(spec, OWNER))).toString();
  }

  private static String commented(String content) {
    return content.lines().map(line -> "#   " + line + "\n").collect(Collectors.joining());
  }
}
