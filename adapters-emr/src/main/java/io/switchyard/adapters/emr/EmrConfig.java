package io.switchyard.adapters.emr;

import io.switchyard.domain.input.InvalidValue;
import io.switchyard.domain.job.ArtifactUri;
import io.switchyard.domain.job.SparkVersion;
import io.switchyard.domain.placement.BackendId;
import io.switchyard.ports.placement.Place;
import java.net.URI;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One account and region of Amazon EMR that runs Spark jobs.
 *
 * @param id the backend's name, also in a tag on all that it makes
 * @param place for whom it is
 * @param access how AWS is reached
 * @param clusters on what clusters jobs run
 * @param storage where things are kept in S3
 * @param profile what every driver here gets
 * @param coreEtl what runs the jobs of {@code config.core_etl}
 */
public record EmrConfig(
    BackendId id,
    Place place,
    Access access,
    Clusters clusters,
    Storage storage,
    Profile profile,
    CoreEtl coreEtl) {

  /**
   * How AWS is reached.
   *
   * @param region such as {@code eu-west-1}
   * @param role to be assumed; null for what the default provider chain finds
   * @param endpoint of EMR, S3 and STS in place of Amazon's own; null for Amazon's
   * @param callsPerSecond how many requests of one kind EMR is sent at most, by all backends of one
   *     account and region in this process; less while it asks to slow down
   * @param pollEvery how long what EMR lists is believed, a minute at most
   */
  public record Access(
      String region,
      @Nullable Role role,
      @Nullable URI endpoint,
      int callsPerSecond,
      Duration pollEvery) {

    public static final int CALLS_PER_SECOND = 5;
    public static final Duration POLL_EVERY = Duration.ofSeconds(5);

    private static final Pattern REGION = Pattern.compile("[a-z]{2}(-[a-z]+)+-\\d");

    public Access {
      if (!REGION.matcher(region).matches()) {
        throw InvalidValue.at("region", region, "is not an AWS region", "such as eu-west-1");
      }
      if (callsPerSecond < 1 || callsPerSecond > 1000) {
        throw InvalidValue.at("calls_per_second", "" + callsPerSecond, "is outside 1 to 1000", "");
      }
      if (pollEvery.isNegative() || pollEvery.compareTo(Duration.ofMinutes(1)) > 0) {
        throw InvalidValue.at(
            "poll_every", pollEvery.toSeconds() + "s", "is longer than a minute", "");
      }
    }
  }

  /**
   * A role to be assumed by way of STS.
   *
   * @param externalId null for none
   */
  public record Role(String arn, @Nullable String externalId) {

    private static final Pattern ARN = Pattern.compile("arn:aws[a-z-]*:iam::(\\d{12}):role/.+");

    public Role {
      if (!ARN.matcher(arn).matches()) {
        throw InvalidValue.at(
            "role_arn",
            arn,
            "is not the ARN of a role",
            "such as arn:aws:iam::123456789012:role/x");
      }
    }

    /** The account that the role belongs to. */
    public String account() {
      Matcher matcher = ARN.matcher(arn);
      return matcher.matches() ? matcher.group(1) : "";
    }
  }

  /** On what clusters jobs run. */
  public sealed interface Clusters {}

  /**
   * On one that somebody else made and keeps.
   *
   * @param sparkVersion the exact release it has
   */
  public record Shared(String clusterId, SparkVersion sparkVersion) implements Clusters {

    private static final Pattern ID = Pattern.compile("j-[A-Z0-9]{1,30}");

    public Shared {
      if (!ID.matcher(clusterId).matches()) {
        throw InvalidValue.at(
            "id", clusterId, "is not the id of an EMR cluster", "such as j-2AL4XXXXXX5T9");
      }
      checkExact(sparkVersion);
    }
  }

  /** On one of its own for each execution, which ends with it. */
  public record PerJob(ClusterProfile profile) implements Clusters {}

  /**
   * On one for each team and Spark version, made when first needed.
   *
   * @param idleTimeout after how long without a step it ends, 1 min to 7 days
   * @param stepConcurrency how many of its steps run at once, 1 to 256
   */
  public record PerTeam(ClusterProfile profile, Duration idleTimeout, int stepConcurrency)
      implements Clusters {

    public static final Duration IDLE_TIMEOUT = Duration.ofHours(1);
    public static final int STEP_CONCURRENCY = 10;

    public PerTeam {
      if (idleTimeout.compareTo(Duration.ofMinutes(1)) < 0
          || idleTimeout.compareTo(Duration.ofDays(7)) > 0) {
        throw InvalidValue.at(
            "idle_timeout", idleTimeout.toSeconds() + "s", "is outside 1 minute to 7 days", "");
      }
      if (stepConcurrency < 1 || stepConcurrency > 256) {
        throw InvalidValue.at("step_concurrency", "" + stepConcurrency, "is outside 1 to 256", "");
      }
    }
  }

  /**
   * What a cluster that we make looks like.
   *
   * @param releases at least one, the default first, no Spark version twice
   * @param hardware its machines
   * @param security roles and groups
   * @param scaling managed scaling; null for none
   * @param tags besides our own
   */
  public record ClusterProfile(
      List<Release> releases,
      Hardware hardware,
      Security security,
      @Nullable ManagedScaling scaling,
      Map<String, String> tags) {

    public ClusterProfile {
      releases = List.copyOf(releases);
      tags = Collections.unmodifiableMap(new TreeMap<>(tags));
      if (releases.isEmpty()) {
        throw InvalidValue.at("releases", "", "is empty", "give at least one EMR release");
      }
      if (releases.stream().map(Release::sparkVersion).distinct().count() < releases.size()) {
        throw InvalidValue.at("releases", "", "names a Spark version twice", "");
      }
    }
  }

  /**
   * An EMR release and the Spark that is in it.
   *
   * @param label such as {@code emr-7.10.0}
   */
  public record Release(SparkVersion sparkVersion, String label) {

    public Release {
      checkExact(sparkVersion);
      if (!label.matches("emr-\\d+\\.\\d+\\.\\d+")) {
        throw InvalidValue.at(
            "release_label", label, "is not an EMR release", "such as emr-7.10.0");
      }
    }
  }

  private static void checkExact(SparkVersion version) {
    if (!version.exact()) {
      throw InvalidValue.at(
          "spark_version", version.value(), "is a line", "write the release, such as 3.5.6");
    }
  }

  /** Which of a cluster's nodes some machines are for. */
  public enum Node {
    PRIMARY,
    CORE,
    TASK
  }

  /**
   * Instance groups or instance fleets, not both.
   *
   * @param subnets at least one; groups use the first, fleets choose
   */
  public record Hardware(List<Group> groups, List<Fleet> fleets, List<String> subnets) {

    public Hardware {
      groups = List.copyOf(groups);
      fleets = List.copyOf(fleets);
      subnets = List.copyOf(subnets);
      if (groups.isEmpty() == fleets.isEmpty()) {
        throw InvalidValue.of(
            "", "needs machines", "give exactly one of instance_groups, instance_fleets");
      }
      boolean primary =
          groups.stream().anyMatch(group -> group.node() == Node.PRIMARY)
              || fleets.stream().anyMatch(fleet -> fleet.node() == Node.PRIMARY);
      if (!primary) {
        throw InvalidValue.of("", "has no primary node", "give a group or fleet of node: primary");
      }
      if (subnets.isEmpty()) {
        throw InvalidValue.at("subnets", "", "is empty", "name the subnet that clusters run in");
      }
    }
  }

  /**
   * Machines of one type.
   *
   * @param count 1 or more
   * @param spot whether they are of the spot market, at the on-demand price at most
   */
  public record Group(Node node, String instanceType, int count, boolean spot) {

    public Group {
      if (count < 1) {
        throw InvalidValue.at("count", "" + count, "is less than 1", "");
      }
    }
  }

  /**
   * Machines of several types.
   *
   * @param instanceTypes at least one, each with its weight
   * @param onDemand capacity in units of weight, 0 or more
   * @param spot as {@code onDemand}
   */
  public record Fleet(Node node, Map<String, Integer> instanceTypes, int onDemand, int spot) {

    public Fleet {
      instanceTypes = Collections.unmodifiableMap(new TreeMap<>(instanceTypes));
      if (instanceTypes.isEmpty()) {
        throw InvalidValue.at("instance_types", "", "is empty", "");
      }
      if (onDemand < 0 || spot < 0 || onDemand + spot < 1) {
        throw InvalidValue.of("", "asks for no machines", "give on_demand or spot");
      }
    }
  }

  /**
   * As whom a cluster's services and machines act, and who reaches them.
   *
   * @param serviceRole of EMR itself
   * @param instanceProfile of the machines
   * @param configuration name of a security configuration; null for none
   * @param primaryGroup null for EMR's own, as the others
   */
  public record Security(
      String serviceRole,
      String instanceProfile,
      @Nullable String configuration,
      @Nullable String keyName,
      @Nullable String primaryGroup,
      @Nullable String coreGroup,
      @Nullable String serviceGroup) {

    /** EMR's own roles and groups. */
    public static final Security DEFAULT =
        new Security("EMR_DefaultRole", "EMR_EC2_DefaultRole", null, null, null, null, null);
  }

  /**
   * Bounds within which EMR resizes a cluster.
   *
   * @param unit {@code Instances}, {@code InstanceFleetUnits} or {@code VCPU}
   */
  public record ManagedScaling(String unit, int least, int most) {

    public ManagedScaling {
      if (!Set.of("Instances", "InstanceFleetUnits", "VCPU").contains(unit)) {
        throw InvalidValue.at(
            "unit", unit, "is not one of Instances, InstanceFleetUnits, VCPU", "");
      }
      if (least < 1 || most < least) {
        throw InvalidValue.at("max", "" + most, "is less than min or 1", "");
      }
    }
  }

  /**
   * A folder in S3.
   *
   * @param prefix without slashes at its ends; empty for the whole bucket
   */
  public record S3Location(String bucket, String prefix) {

    private static final Pattern SHAPE =
        Pattern.compile("s3[an]?://([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:/([A-Za-z0-9._/-]*))?");

    /** Reads {@code s3://bucket/prefix}. */
    public static S3Location parse(String text) {
      Matcher matcher = SHAPE.matcher(text);
      if (!matcher.matches()) {
        throw InvalidValue.of(
            text,
            "is not a folder in S3",
            "write s3://bucket/folder with letters, digits and . _ - only");
      }
      String prefix = matcher.group(2) == null ? "" : matcher.group(2);
      return new S3Location(matcher.group(1), prefix.replaceAll("^/+|/+$", ""));
    }

    /** The key of something in it. */
    public String key(String name) {
      return prefix.isEmpty() ? name : prefix + "/" + name;
    }

    @Override
    public String toString() {
      return "s3://" + bucket + (prefix.isEmpty() ? "" : "/" + prefix);
    }
  }

  /**
   * Where things are kept in S3.
   *
   * @param work claims and input of executions; clusters write there, too
   * @param logs the clusters' log location
   */
  public record Storage(S3Location work, S3Location logs) {}

  /**
   * What every driver gets.
   *
   * @param conf Spark settings that jobs may override
   * @param allowConf keys of {@code spark.yarn.} that jobs may set; all others are ours
   * @param agentJar the jar of {@code spark-agent}; null for none, so that drivers report neither
   *     metrics nor causes
   */
  public record Profile(
      Map<String, String> conf, Set<String> allowConf, @Nullable ArtifactUri agentJar) {

    public static final Profile PLAIN = new Profile(Map.of(), Set.of(), null);

    public Profile {
      conf = Map.copyOf(conf);
      allowConf = Set.copyOf(allowConf);
    }
  }

  /**
   * What runs the jobs of {@code config.core_etl}.
   *
   * @param releases by the version that jobs ask for
   * @param bundled what runs every version that {@code releases} does not name; null to refuse them
   */
  public record CoreEtl(Map<String, EtlRelease> releases, @Nullable EtlRelease bundled) {

    /** No job of that kind can run. */
    public static final CoreEtl NONE = new CoreEtl(Map.of(), null);

    public CoreEtl {
      releases = Map.copyOf(releases);
    }
  }

  /**
   * One release of the CoreETL application.
   *
   * @param jar where drivers find it
   * @param mainClass takes {@code --spec-file <path>}
   */
  public record EtlRelease(ArtifactUri jar, String mainClass) {

    public static final String MAIN_CLASS = "io.switchyard.etl.Main";
  }
}
