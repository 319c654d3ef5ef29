package io.switchyard.domain.cluster;

import static io.switchyard.domain.input.InputReader.listOf;
import static io.switchyard.domain.input.InputReader.lowerCaseEnum;
import static io.switchyard.domain.input.InputReader.nonBlankText;
import static io.switchyard.domain.input.InputReader.text;
import static io.switchyard.domain.input.InputReader.textMap;

import io.switchyard.domain.input.InputObject;
import io.switchyard.domain.input.InvalidInput;
import io.switchyard.domain.job.SparkSettings;
import io.switchyard.domain.job.SparkVersion;
import io.switchyard.domain.placement.BackendKind;
import io.switchyard.domain.placement.Environment;
import io.switchyard.domain.placement.Region;
import io.switchyard.domain.team.Team;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A {@link ClusterRequest} as a plain tree with the field names of the public API. */
public final class ClusterRequestForm {

  private ClusterRequestForm() {}

  /**
   * Reads a request.
   *
   * @param user who asks when the tree does not say
   * @throws InvalidInput with every mistake in it
   */
  public static ClusterRequest read(@Nullable Object tree, String user) {
    return InputObject.readRoot(
        tree,
        in -> {
          var team = in.required("team", text().then(Team::new));
          var owner = in.optional("user", nonBlankText(), user);
          var email = in.optional("requester_email", text());
          var name = in.optional("name", text().then(ClusterName::new));
          var environment = in.required("environment", Environment.reader());
          var region = in.required("region", text().then(Region::new));
          var shape = ClusterShapeForm.read(in, "size", "custom_resources");
          var catalogs = in.optional("catalogs", listOf(text()), List.of());
          var ttl = in.optional("ttl", text().then(Ttl::parse), Ttl.PERSISTENT);
          var kind = in.optional("preferred_backend", lowerCaseEnum(BackendKind.class));
          var version = in.optional("spark_version", text().then(SparkVersion::new));
          var conf = in.optional("spark_config", textMap(), Map.of());
          var key = in.optional("idempotency_key", text());
          return in.build(
              () ->
                  new ClusterRequest(
                      team.get(),
                      owner.get(),
                      email.get().orElse(null),
                      name.get().orElse(null),
                      environment.get(),
                      region.get(),
                      shape.get(),
                      catalogs.get(),
                      ttl.get(),
                      kind.get().orElse(null),
                      version.get().orElse(null),
                      new SparkSettings(conf.get(), Map.of()),
                      key.get().orElse(null)));
        });
  }

  /** The tree of a request: {@code read(write(r), …)} equals {@code r}. */
  public static Map<String, Object> write(ClusterRequest request) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("team", request.team().name());
    tree.put("user", request.user());
    putIfPresent(tree, "requester_email", request.requesterEmail());
    putIfPresent(tree, "name", request.name());
    tree.put("environment", request.environment().word());
    tree.put("region", request.region().value());
    ClusterShapeForm.write(request.shape(), tree, "size", "custom_resources");
    tree.put("catalogs", request.catalogs());
    tree.put("ttl", request.ttl().toString());
    BackendKind kind = request.preferredBackend();
    putIfPresent(tree, "preferred_backend", kind == null ? null : kind.word());
    putIfPresent(tree, "spark_version", request.sparkVersion());
    tree.put("spark_config", request.settings().conf());
    putIfPresent(tree, "idempotency_key", request.idempotencyKey());
    return tree;
  }

  private static void putIfPresent(Map<String, Object> tree, String key, @Nullable Object value) {
    if (value != null) {
      tree.put(key, value.toString());
    }
  }
}
