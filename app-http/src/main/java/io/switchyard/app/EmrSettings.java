package io.switchyard.app;

import static io.switchyard.domain.input.InputReader.bool;
import static io.switchyard.domain.input.InputReader.integer;
import static io.switchyard.domain.input.InputReader.listOf;
import static io.switchyard.domain.input.InputReader.nonBlankText;
import static io.switchyard.domain.input.InputReader.object;
import static io.switchyard.domain.input.InputReader.oneOf;
import static io.switchyard.domain.input.InputReader.text;
import static io.switchyard.domain.input.InputReader.textMap;

import io.switchyard.adapters.emr.EmrConfig.Access;
import io.switchyard.adapters.emr.EmrConfig.ClusterProfile;
import io.switchyard.adapters.emr.EmrConfig.Clusters;
import io.switchyard.adapters.emr.EmrConfig.Fleet;
import io.switchyard.adapters.emr.EmrConfig.Group;
import io.switchyard.adapters.emr.EmrConfig.Hardware;
import io.switchyard.adapters.emr.EmrConfig.ManagedScaling;
import io.switchyard.adapters.emr.EmrConfig.Node;
import io.switchyard.adapters.emr.EmrConfig.PerJob;
import io.switchyard.adapters.emr.EmrConfig.PerTeam;
import io.switchyard.adapters.emr.EmrConfig.Profile;
import io.switchyard.adapters.emr.EmrConfig.Release;
import io.switchyard.adapters.emr.EmrConfig.Role;
import io.switchyard.adapters.emr.EmrConfig.S3Location;
import io.switchyard.adapters.emr.EmrConfig.Security;
import io.switchyard.adapters.emr.EmrConfig.Shared;
import io.switchyard.adapters.emr.EmrConfig.Storage;
import io.switchyard.domain.input.Durations;
import io.switchyard.domain.input.InputObject;
import io.switchyard.domain.input.InputReader;
import io.switchyard.domain.input.InvalidValue;
import io.switchyard.domain.job.ArtifactUri;
import io.switchyard.domain.job.SparkVersion;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One backend on Amazon EMR.
 *
 * @param access how AWS is reached
 * @param clusters on what clusters jobs run
 */
public record EmrSettings(Access access, Clusters clusters, Storage storage, Profile profile) {

  private static final InputReader<Node> NODE =
      oneOf(new TreeMap<>(Map.of("primary", Node.PRIMARY, "core", Node.CORE, "task", Node.TASK)));

  /** Reads it; region, the two locations and one way to clusters are required. */
  static EmrSettings read(InputObject in) {
    var access = access(in);
    var shared = in.optional("shared_cluster", object(EmrSettings::shared));
    var team = in.optional("cluster_per_team", object(EmrSettings::perTeam));
    var job = in.optional("cluster_per_job", object(EmrSettings::perJob));
    var work = in.required("work_location", nonBlankText().then(S3Location::parse));
    var logs = in.required("log_location", nonBlankText().then(S3Location::parse));
    var conf = in.<Map<String, String>>optional("spark_config", textMap(), Map.of());
    var allowed = in.optional("allow_spark_config", listOf(nonBlankText()), List.of());
    var agent = in.optional("agent_jar", text().then(ArtifactUri::new));
    return in.build(
        () ->
            new EmrSettings(
                access.get(),
                one(shared.get().orElse(null), team.get().orElse(null), job.get().orElse(null)),
                new Storage(work.get(), logs.get()),
                new Profile(conf.get(), Set.copyOf(allowed.get()), agent.get().orElse(null))));
  }

  private static Supplier<Access> access(InputObject in) {
    var region = in.required("region", nonBlankText());
    var role = in.optional("role", object(EmrSettings::role));
    var endpoint = in.optional("endpoint", nonBlankText().then(EmrSettings::uri));
    var pace = in.optional("calls_per_second", integer(1, 1000), Access.CALLS_PER_SECOND);
    var poll =
        in.optional(
            "poll_every",
            Durations.reader(Duration.ofSeconds(1), Duration.ofMinutes(1)),
            Access.POLL_EVERY);
    return () ->
        new Access(
            region.get(),
            role.get().orElse(null),
            endpoint.get().orElse(null),
            pace.get(),
            poll.get());
  }

  private static Role role(InputObject in) {
    var arn = in.required("arn", nonBlankText());
    var external = in.optional("external_id", nonBlankText());
    return in.build(() -> new Role(arn.get(), external.get().orElse(null)));
  }

  private static URI uri(String written) {
    try {
      return new URI(written);
    } catch (URISyntaxException e) {
      throw InvalidValue.of(written, "is not a web address", "");
    }
  }

  private static Clusters one(
      @Nullable Shared shared, @Nullable PerTeam team, @Nullable PerJob job) {
    int ways = (shared == null ? 0 : 1) + (team == null ? 0 : 1) + (job == null ? 0 : 1);
    if (ways != 1) {
      throw InvalidValue.of(
          "",
          "needs one way to clusters",
          "give exactly one of shared_cluster, cluster_per_team, cluster_per_job");
    }
    if (shared != null) {
      return shared;
    }
    return team != null ? team : Objects.requireNonNull(job);
  }

  private static Shared shared(InputObject in) {
    var id = in.required("id", nonBlankText());
    var version = in.required("spark_version", text().then(SparkVersion::new));
    return in.build(() -> new Shared(id.get(), version.get()));
  }

  private static PerJob perJob(InputObject in) {
    var profile = profile(in);
    return in.build(() -> new PerJob(profile.get()));
  }

  private static PerTeam perTeam(InputObject in) {
    var profile = profile(in);
    var idle =
        in.optional(
            "idle_timeout",
            Durations.reader(Duration.ofMinutes(1), Duration.ofDays(7)),
            PerTeam.IDLE_TIMEOUT);
    var steps = in.optional("step_concurrency", integer(1, 256), PerTeam.STEP_CONCURRENCY);
    return in.build(() -> new PerTeam(profile.get(), idle.get(), steps.get()));
  }

  private static Supplier<ClusterProfile> profile(InputObject in) {
    var releases = in.required("releases", listOf(object(EmrSettings::release)));
    var groups = in.optional("instance_groups", listOf(object(EmrSettings::group)), List.of());
    var fleets = in.optional("instance_fleets", listOf(object(EmrSettings::fleet)), List.of());
    var subnets = in.required("subnets", listOf(nonBlankText()));
    var security = in.optional("security", object(EmrSettings::security), Security.DEFAULT);
    var scaling = in.optional("managed_scaling", object(EmrSettings::scaling));
    var tags = in.<Map<String, String>>optional("tags", textMap(), Map.of());
    return () ->
        new ClusterProfile(
            releases.get(),
            new Hardware(groups.get(), fleets.get(), subnets.get()),
            security.get(),
            scaling.get().orElse(null),
            tags.get());
  }

  private static Release release(InputObject in) {
    var version = in.required("spark_version", text().then(SparkVersion::new));
    var label = in.required("release_label", nonBlankText());
    return in.build(() -> new Release(version.get(), label.get()));
  }

  private static Group group(InputObject in) {
    var node = in.required("node", NODE);
    var type = in.required("instance_type", nonBlankText());
    var count = in.optional("count", integer(1, 10_000), 1);
    var spot = in.optional("spot", bool(), false);
    return in.build(() -> new Group(node.get(), type.get(), count.get(), spot.get()));
  }

  private static Fleet fleet(InputObject in) {
    var node = in.required("node", NODE);
    var types = in.required("instance_types", listOf(object(EmrSettings::weighted)));
    var onDemand = in.optional("on_demand", integer(0, 100_000), 0);
    var spot = in.optional("spot", integer(0, 100_000), 0);
    return in.build(() -> new Fleet(node.get(), weights(types.get()), onDemand.get(), spot.get()));
  }

  private static Map.Entry<String, Integer> weighted(InputObject in) {
    var type = in.required("instance_type", nonBlankText());
    var weight = in.optional("weight", integer(1, 999), 1);
    return in.build(() -> Map.entry(type.get(), weight.get()));
  }

  private static Map<String, Integer> weights(List<Map.Entry<String, Integer>> types) {
    Map<String, Integer> weights = new TreeMap<>();
    types.forEach(type -> weights.put(type.getKey(), type.getValue()));
    return weights;
  }

  private static Security security(InputObject in) {
    Security ours = Security.DEFAULT;
    var service = in.optional("service_role", nonBlankText(), ours.serviceRole());
    var profile = in.optional("instance_profile", nonBlankText(), ours.instanceProfile());
    var configuration = in.optional("security_configuration", nonBlankText());
    var key = in.optional("key_name", nonBlankText());
    var primary = in.optional("primary_group", nonBlankText());
    var core = in.optional("core_group", nonBlankText());
    var access = in.optional("service_group", nonBlankText());
    return in.build(
        () ->
            new Security(
                service.get(),
                profile.get(),
                configuration.get().orElse(null),
                key.get().orElse(null),
                primary.get().orElse(null),
                core.get().orElse(null),
                access.get().orElse(null)));
  }

  private static ManagedScaling scaling(InputObject in) {
    var unit = in.optional("unit", nonBlankText(), "Instances");
    var least = in.required("min", integer(1, 100_000));
    var most = in.required("max", integer(1, 100_000));
    return in.build(() -> new ManagedScaling(unit.get(), least.get(), most.get()));
  }
}
