package io.switchyard.app;

import static io.switchyard.domain.input.InputReader.bool;
import static io.switchyard.domain.input.InputReader.integer;
import static io.switchyard.domain.input.InputReader.listOf;
import static io.switchyard.domain.input.InputReader.nonBlankText;
import static io.switchyard.domain.input.InputReader.object;
import static io.switchyard.domain.input.InputReader.oneOf;
import static io.switchyard.domain.input.InputReader.text;
import static io.switchyard.domain.input.InputReader.textMap;

import io.switchyard.adapters.k8s.K8sConfig.Access;
import io.switchyard.adapters.k8s.K8sConfig.Addresses;
import io.switchyard.adapters.k8s.K8sConfig.Client;
import io.switchyard.adapters.k8s.K8sConfig.Clusters;
import io.switchyard.adapters.k8s.K8sConfig.Image;
import io.switchyard.adapters.k8s.K8sConfig.InCluster;
import io.switchyard.adapters.k8s.K8sConfig.Kubeconfig;
import io.switchyard.adapters.k8s.K8sConfig.Mode;
import io.switchyard.adapters.k8s.K8sConfig.Namespaces;
import io.switchyard.adapters.k8s.K8sConfig.Peer;
import io.switchyard.adapters.k8s.K8sConfig.Peers;
import io.switchyard.adapters.k8s.K8sConfig.PodTemplates;
import io.switchyard.adapters.k8s.K8sConfig.Profile;
import io.switchyard.adapters.k8s.K8sConfig.Url;
import io.switchyard.domain.input.Durations;
import io.switchyard.domain.input.InputObject;
import io.switchyard.domain.input.InputReader;
import io.switchyard.domain.input.InvalidValue;
import io.switchyard.domain.job.ArtifactUri;
import io.switchyard.domain.job.SparkVersion;
import io.switchyard.domain.placement.Environment;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One backend of a Kubernetes cluster.
 *
 * @param environment of the jobs there
 * @param mode who starts drivers
 * @param access how its API server is reached
 * @param clusters that Spark Connect clusters run there, too; null if jobs only
 * @param client how much is asked of it
 */
public record KubernetesConfig(
    Environment environment,
    Mode mode,
    Access access,
    Namespaces namespaces,
    Profile profile,
    @Nullable Clusters clusters,
    Client client) {

  private static final InputReader<Mode> MODE =
      oneOf(
          Arrays.stream(Mode.values())
              .collect(
                  Collectors.toMap(
                      Mode::word, mode -> mode, (one, other) -> one, LinkedHashMap::new)));

  /** Reads it; only environment, mode, images and one way to the API server are required. */
  static KubernetesConfig read(InputObject in) {
    var environment = in.required("environment", Environment.reader());
    var mode = in.required("mode", MODE);
    var kubeconfig = in.optional("kubeconfig", nonBlankText().then(Path::of));
    var context = in.optional("context", nonBlankText());
    var inCluster = in.optional("in_cluster", bool(), false);
    var url = in.optional("url", object(KubernetesConfig::url));
    var namespaces = in.optional("namespaces", object(KubernetesConfig::namespaces));
    var images = in.required("images", listOf(object(KubernetesConfig::image)));
    var account = in.optional("service_account", nonBlankText(), Profile.SERVICE_ACCOUNT);
    var labels = in.<Map<String, String>>optional("labels", textMap(), Map.of());
    var conf = in.<Map<String, String>>optional("spark_config", textMap(), Map.of());
    var allowed = in.optional("allow_spark_config", listOf(nonBlankText()), List.of());
    var agent = in.optional("agent_jar", text().then(ArtifactUri::new));
    var driver =
        in.<Map<String, Object>>optional("driver_template", KubernetesConfig::tree, Map.of());
    var executor =
        in.<Map<String, Object>>optional("executor_template", KubernetesConfig::tree, Map.of());
    var ttl =
        in.optional(
            "ttl", Durations.reader(Duration.ofMinutes(1), Duration.ofDays(7)), Profile.TTL);
    var clusters = in.optional("clusters", object(KubernetesConfig::clusters));
    var client = in.optional("client", object(KubernetesConfig::client), Client.DEFAULT);
    return in.build(
        () ->
            new KubernetesConfig(
                environment.get(),
                mode.get(),
                access(
                    kubeconfig.get().orElse(null),
                    context.get().orElse(null),
                    inCluster.get(),
                    url.get().orElse(null)),
                namespaces.get().orElse(Namespaces.REQUIRED),
                new Profile(
                    images.get(),
                    account.get(),
                    labels.get(),
                    conf.get(),
                    Set.copyOf(allowed.get()),
                    agent.get().orElse(null),
                    new PodTemplates(driver.get(), executor.get()),
                    ttl.get()),
                clusters.get().orElse(null),
                client.get()));
  }

  private static Clusters clusters(InputObject in) {
    var callers = in.required("callers", listOf(object(KubernetesConfig::peer)));
    return in.build(() -> new Clusters(callers.get()));
  }

  private static Peer peer(InputObject in) {
    var namespace = in.<Map<String, String>>optional("namespace", textMap());
    var pods = in.<Map<String, String>>optional("pods", textMap());
    var cidr = in.optional("cidr", nonBlankText());
    return in.build(
        () -> {
          boolean labels = namespace.get().isPresent() || pods.get().isPresent();
          if (labels == cidr.get().isPresent()) {
            throw InvalidValue.of(
                "", "names nobody, or two", "give namespace and pods, or cidr alone");
          }
          return cidr.get()
              .<Peer>map(Addresses::new)
              .orElseGet(
                  () -> new Peers(namespace.get().orElse(Map.of()), pods.get().orElse(Map.of())));
        });
  }

  private static Access access(
      @Nullable Path kubeconfig, @Nullable String context, boolean inCluster, @Nullable Url url) {
    int ways = (kubeconfig == null ? 0 : 1) + (inCluster ? 1 : 0) + (url == null ? 0 : 1);
    if (ways != 1) {
      throw InvalidValue.of(
          "", "needs one way to its API server", "give exactly one of kubeconfig, in_cluster, url");
    }
    if (kubeconfig != null) {
      return new Kubeconfig(kubeconfig, context);
    }
    return url == null ? new InCluster() : url;
  }

  private static Url url(InputObject in) {
    var address = in.required("address", nonBlankText().then(KubernetesConfig::uri));
    var token = in.required("token_file", nonBlankText().then(Path::of));
    var authority = in.optional("ca_file", nonBlankText().then(Path::of));
    return in.build(() -> new Url(address.get(), token.get(), authority.get().orElse(null)));
  }

  private static URI uri(String written) {
    try {
      return new URI(written);
    } catch (URISyntaxException e) {
      throw InvalidValue.of(written, "is not a web address", "");
    }
  }

  private static Client client(InputObject in) {
    Client absent = Client.DEFAULT;
    var rate = in.optional("requests_per_second", integer(1, 100_000), absent.requestsPerSecond());
    var burst = in.optional("burst", integer(1, 100_000), absent.burst());
    var inFlight = in.optional("in_flight", integer(1, 1000), absent.inFlight());
    var stale =
        in.optional(
            "stale_after",
            Durations.reader(Duration.ofSeconds(1), Duration.ofHours(1)),
            absent.staleAfter());
    return in.build(() -> new Client(rate.get(), burst.get(), inFlight.get(), stale.get()));
  }

  private static Namespaces namespaces(InputObject in) {
    var create = in.optional("create", bool(), false);
    var quota = in.<Map<String, String>>optional("quota", textMap(), Map.of());
    return in.build(() -> new Namespaces(create.get(), quota.get()));
  }

  private static Image image(InputObject in) {
    var version = in.required("spark_version", text().then(SparkVersion::new));
    var name = in.required("image", nonBlankText());
    var pull = in.optional("pull_policy", nonBlankText(), "IfNotPresent");
    var python = in.optional("python", bool(), true);
    return in.build(() -> new Image(version.get(), name.get(), pull.get(), python.get()));
  }

  private static Map<String, Object> tree(@Nullable Object raw) {
    Map<String, Object> tree = new LinkedHashMap<>();
    InputReader.entriesOf(raw)
        .forEach(
            (key, value) -> {
              if (value != null) {
                tree.put(key, value);
              }
            });
    return tree;
  }
}
