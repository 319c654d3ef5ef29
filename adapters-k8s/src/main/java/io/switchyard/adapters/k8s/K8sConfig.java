package io.switchyard.adapters.k8s;

import io.switchyard.domain.input.InvalidValue;
import io.switchyard.domain.job.ArtifactUri;
import io.switchyard.domain.job.SparkVersion;
import io.switchyard.domain.placement.BackendId;
import io.switchyard.domain.placement.Environment;
import io.switchyard.ports.placement.Place;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One Kubernetes cluster that runs Spark jobs.
 *
 * @param id the backend's name, also a label on all that it makes
 * @param place for whom it is
 * @param environment of the jobs here; with the team it makes the namespace
 * @param mode who starts drivers
 * @param access how the API server is reached
 * @param namespaces what is done about the namespaces of teams
 * @param profile what every driver and executor here gets
 * @param coreEtl what runs the jobs of {@code config.core_etl}
 * @param clusters that Spark Connect clusters run here, too, for which there has to be an agent;
 *     null if jobs only
 * @param client how much is asked of the API server, and how long it may be silent
 */
public record K8sConfig(
    BackendId id,
    Place place,
    Environment environment,
    Mode mode,
    Access access,
    Namespaces namespaces,
    Profile profile,
    CoreEtl coreEtl,
    @Nullable Clusters clusters,
    Client client) {

  public K8sConfig {
    if (clusters != null && profile.agentJar() == null) {
      throw InvalidValue.at(
          "agent_jar", "", "is needed for clusters", "name the jar of spark-agent in the images");
    }
  }

  /** Who starts drivers. */
  public enum Mode {
    /**
     * The operator of Apache Spark, from {@code SparkApplication} of {@code spark.apache.org/v1}.
     */
    APACHE_OPERATOR,
    /** Kubeflow's, from {@code SparkApplication} of {@code sparkoperator.k8s.io/v1beta2}. */
    KUBEFLOW_OPERATOR,
    /** We ourselves, as a pod. */
    DRIVER_POD;

    /** As in the configuration: {@code driver-pod}. */
    public String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /** How the API server is reached. */
  public sealed interface Access {}

  /**
   * As {@code kubectl} does.
   *
   * @param context null for the file's current one
   */
  public record Kubeconfig(Path file, @Nullable String context) implements Access {}

  /** From a pod in the cluster, with its service account. */
  public record InCluster() implements Access {}

  /**
   * By address.
   *
   * @param tokenFile read again for every request, since tokens rotate
   * @param caFile the authority of the server's certificate; null for those that Java trusts
   */
  public record Url(URI url, Path tokenFile, @Nullable Path caFile) implements Access {

    public Url {
      boolean http = "https".equals(url.getScheme()) || "http".equals(url.getScheme());
      if (!http || url.getHost() == null) {
        throw InvalidValue.at("url", "" + url, "is not an http or https URL with a host", "");
      }
    }
  }

  /**
   * Limits of what this process asks of the API server.
   *
   * @param requestsPerSecond in the long run, 1 or more; a launch takes up to five
   * @param burst how many may come at once after a pause, 1 or more
   * @param inFlight how many may be unanswered, 1 or more
   * @param staleAfter how long after a watch broke what was heard before is still believed, 1 s or
   *     more
   */
  public record Client(int requestsPerSecond, int burst, int inFlight, Duration staleAfter) {

    public static final Client DEFAULT = new Client(200, 400, 32, Duration.ofSeconds(15));

    public Client {
      if (requestsPerSecond < 1 || burst < 1 || inFlight < 1) {
        throw InvalidValue.at("client", "", "has a limit below 1", "");
      }
      if (staleAfter.compareTo(Duration.ofSeconds(1)) < 0) {
        throw InvalidValue.at(
            "stale_after", staleAfter.toMillis() + "ms", "is shorter than a second", "");
      }
    }
  }

  /**
   * The namespaces {@code sjns-<team>-<env>}.
   *
   * @param create whether they are made when there are none; else they are required
   * @param quota hard limits of a namespace that is made, such as {@code requests.cpu: "400"}
   */
  public record Namespaces(boolean create, Map<String, String> quota) {

    /** They are required to exist. */
    public static final Namespaces REQUIRED = new Namespaces(false, Map.of());

    public Namespaces {
      quota = Collections.unmodifiableMap(new TreeMap<>(quota));
    }
  }

  /**
   * What every driver and executor gets.
   *
   * @param images at least one, the default first, no Spark version twice
   * @param serviceAccount of drivers and executors
   * @param labels besides our own, such as a cost centre
   * @param conf Spark settings that jobs may override
   * @param allowConf keys of {@code spark.kubernetes.} that jobs may set; all others are ours
   * @param agentJar the jar of {@code spark-agent} as drivers see it; null if images have none, so
   *     that drivers report neither metrics nor causes
   * @param pods what their pods look like beside that
   * @param ttl how long what is left of a driver stays after its end, 1 min or more
   */
  public record Profile(
      List<Image> images,
      String serviceAccount,
      Map<String, String> labels,
      Map<String, String> conf,
      Set<String> allowConf,
      @Nullable ArtifactUri agentJar,
      PodTemplates pods,
      Duration ttl) {

    public static final String SERVICE_ACCOUNT = "spark-driver";
    public static final Duration TTL = Duration.ofHours(1);

    public Profile {
      images = List.copyOf(images);
      labels = Map.copyOf(labels);
      conf = Map.copyOf(conf);
      allowConf = Set.copyOf(allowConf);
      if (images.isEmpty()) {
        throw InvalidValue.at("images", "", "is empty", "give at least one Spark image");
      }
      if (images.stream().map(Image::version).distinct().count() < images.size()) {
        throw InvalidValue.at("images", "", "names a Spark version twice", "give one per version");
      }
      if (ttl.compareTo(Duration.ofMinutes(1)) < 0) {
        throw InvalidValue.at("ttl", ttl.toSeconds() + "s", "is shorter than a minute", "");
      }
    }

    /** Nothing but images. */
    public Profile(List<Image> images) {
      this(images, SERVICE_ACCOUNT, Map.of(), Map.of(), Set.of(), null, PodTemplates.PLAIN, TTL);
    }
  }

  /**
   * An image with Spark in {@code /opt/spark}.
   *
   * @param version its exact release
   * @param pullPolicy {@code IfNotPresent}, {@code Always} or {@code Never}
   * @param python whether it has Python for pyspark
   */
  public record Image(SparkVersion version, String name, String pullPolicy, boolean python) {

    private static final Set<String> PULL_POLICIES = Set.of("IfNotPresent", "Always", "Never");

    public Image {
      if (!version.exact()) {
        throw InvalidValue.at(
            "spark_version", version.value(), "is a line", "write the release, such as 4.1.2");
      }
      if (name.isBlank()) {
        throw InvalidValue.at("image", name, "is blank", "");
      }
      if (!PULL_POLICIES.contains(pullPolicy)) {
        throw InvalidValue.at(
            "pull_policy", pullPolicy, "is not one of IfNotPresent, Always, Never", "");
      }
    }
  }

  /**
   * Pod templates as Kubernetes writes them: node selectors, tolerations, volumes and whatever else
   * drivers and executors get. The first container, if there is one, is Spark's.
   */
  public record PodTemplates(Map<String, Object> driver, Map<String, Object> executor) {

    public static final PodTemplates PLAIN = new PodTemplates(Map.of(), Map.of());

    public PodTemplates {
      driver = Collections.unmodifiableMap(new LinkedHashMap<>(driver));
      executor = Collections.unmodifiableMap(new LinkedHashMap<>(executor));
    }
  }

  /**
   * That Spark Connect clusters run here.
   *
   * @param callers who may call their servers: gateways and control planes; at least one
   */
  public record Clusters(List<Peer> callers) {

    public Clusters {
      callers = List.copyOf(callers);
      if (callers.isEmpty()) {
        throw InvalidValue.at(
            "callers", "", "is empty", "say from where gateways call: by labels of pods, or cidr");
      }
    }
  }

  /** Somebody on the network. */
  public sealed interface Peer {}

  /**
   * Pods in the same Kubernetes cluster.
   *
   * @param namespace labels of their namespaces; none for all namespaces
   * @param pods their labels; none for all pods there
   */
  public record Peers(Map<String, String> namespace, Map<String, String> pods) implements Peer {

    public Peers {
      namespace = Collections.unmodifiableMap(new TreeMap<>(namespace));
      pods = Collections.unmodifiableMap(new TreeMap<>(pods));
    }
  }

  /** Addresses, as {@code 10.0.0.0/16}. */
  public record Addresses(String cidr) implements Peer {

    private static final Pattern CIDR = Pattern.compile("[0-9a-fA-F.:]{2,45}/\\d{1,3}");

    public Addresses {
      if (!CIDR.matcher(cidr).matches()) {
        throw InvalidValue.at("cidr", cidr, "is no block of addresses", "write 10.0.0.0/16");
      }
    }
  }

  /**
   * What runs the jobs of {@code config.core_etl}.
   *
   * @param releases by the version that jobs ask for
   * @param bundled what runs every version that {@code releases} does not name; null to refuse them
   */
  public record CoreEtl(Map<String, Release> releases, @Nullable Release bundled) {

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
  public record Release(ArtifactUri jar, String mainClass) {

    public static final String MAIN_CLASS = "io.switchyard.etl.Main";
  }
}
