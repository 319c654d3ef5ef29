package io.switchyard.adapters.k8s;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.switchyard.adapters.k8s.K8sConfig.Access;
import io.switchyard.adapters.k8s.K8sConfig.InCluster;
import io.switchyard.adapters.k8s.K8sConfig.Kubeconfig;
import io.switchyard.adapters.k8s.K8sConfig.Url;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

/** Opens connections to API servers. */
final class KubeClients {

  private static final Path ACCOUNT = Path.of("/var/run/secrets/kubernetes.io/serviceaccount");
  private static final int CONNECT_MILLIS = 5_000;
  private static final int ANSWER_MILLIS = 10_000;

  private KubeClients() {}

  /**
   * @throws IllegalStateException with a sentence for people if there is no such access from here
   */
  static KubernetesClient open(Access access) {
    return new KubernetesClientBuilder().withConfig(patient(config(access))).build();
  }

  /** Whoever calls tries again, and knows what was tried. */
  static Config patient(Config config) {
    return new ConfigBuilder(config)
        .withConnectionTimeout(CONNECT_MILLIS)
        .withRequestTimeout(ANSWER_MILLIS)
        .withRequestRetryBackoffLimit(0)
        .withWatchReconnectLimit(0)
        .build();
  }

  private static Config config(Access access) {
    if (access instanceof Kubeconfig kubeconfig) {
      return fromFile(kubeconfig);
    } else if (access instanceof Url url) {
      return byUrl(url);
    } else if (access instanceof InCluster) {
      return inCluster();
    }
    throw new IllegalArgumentException("" + access);
  }

  private static Config fromFile(Kubeconfig kubeconfig) {
    if (!Files.isReadable(kubeconfig.file())) {
      throw new IllegalStateException(
          "the kubeconfig " + kubeconfig.file() + " cannot be read; name a file that can");
    }
    return Config.fromKubeconfig(kubeconfig.context(), kubeconfig.file().toFile());
  }

  private static Config inCluster() {
    String host = System.getenv("KUBERNETES_SERVICE_HOST");
    String port = System.getenv().getOrDefault("KUBERNETES_SERVICE_PORT", "443");
    if (host == null) {
      throw new IllegalStateException(
          "in_cluster: this process runs in no pod; give kubeconfig or url instead");
    }
    String literal = host.contains(":") ? "[" + host + "]" : host;
    URI url = URI.create("https://" + literal + ":" + port);
    return byUrl(new Url(url, ACCOUNT.resolve("token"), ACCOUNT.resolve("ca.crt")));
  }

  private static Config byUrl(Url url) {
    if (!Files.isReadable(url.tokenFile())) {
      throw new IllegalStateException(
          "the token file " + url.tokenFile() + " cannot be read; name a file that can");
    }
    ConfigBuilder builder =
        new ConfigBuilder(Config.empty())
            .withMasterUrl(url.url().toString())
            .withOauthTokenProvider(() -> read(url.tokenFile()));
    return url.caFile() == null
        ? builder.build()
        : builder.withCaCertFile(url.caFile().toString()).build();
  }

  private static String read(Path tokenFile) {
    try {
      return Files.readString(tokenFile).strip();
    } catch (IOException e) {
      throw new UncheckedIOException("the token file " + tokenFile + " cannot be read", e);
    }
  }
}
