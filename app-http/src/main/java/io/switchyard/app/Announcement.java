package io.switchyard.app;

import io.switchyard.app.http.AuthConfig;
import io.switchyard.app.session.ConnectServer;
import java.io.PrintStream;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/** Says once, after the start, what listens where and where the files are. */
final class Announcement {

  private final Map<String, String> facts = new LinkedHashMap<>();
  private final double seconds;

  private Announcement(double seconds) {
    this.seconds = seconds;
  }

  static Announcement of(Config config, Running.Ports ports, Duration took) {
    Announcement said = new Announcement(took.toMillis() / 1000.0);
    String root = "http://" + shown(config.http().host()) + ":" + ports.http();
    said.facts.put("api", root + "/api/v1");
    if (ports.grpc() != null) {
      said.facts.put("grpc", shown(config.grpc().host()) + ":" + ports.grpc());
    }
    ConnectServer gateway = ports.gateway();
    if (gateway != null) {
      String host = AuthConfig.isLoopback(config.gateway().host()) ? "localhost" : "<this host>";
      String url = "sc://" + host + ":" + gateway.port();
      boolean tokens = config.auth().mode() == AuthConfig.Mode.TOKENS;
      String how = tokens ? "/;token=<token>" : gateway.encrypted() ? "/;use_ssl=true" : "";
      said.facts.put("connect", url + how);
      if (gateway.authority() != null) {
        said.facts.put("trust", "GRPC_DEFAULT_SSL_ROOTS_FILE_PATH=" + gateway.authority());
      }
    }
    said.facts.put("docs", root + "/docs");
    said.facts.put("metrics", root + "/metrics");
    said.facts.put("callers", callers(config.auth()));
    said.facts.put("store", config.store().url());
    said.facts.put("state", config.stateDir().toString());
    said.facts.put("backends", backends(config.backends()));
    return said;
  }

  private static String shown(String host) {
    return host.contains(":") ? "[" + host + "]" : host;
  }

  private static String callers(AuthConfig auth) {
    return auth.mode() == AuthConfig.Mode.DEV
        ? "dev mode: this machine only, no tokens"
        : "tokens in " + auth.tokenFile();
  }

  private static String backends(List<BackendConfig> backends) {
    return String.join(", ", backends.stream().map(b -> b.id() + " (" + kind(b) + ")").toList());
  }

  private static String kind(BackendConfig backend) {
    KubernetesConfig kubernetes = backend.kubernetes();
    if (kubernetes != null) {
      return "Kubernetes, " + kubernetes.mode().word();
    }
    if (backend.emr() != null) {
      return "Amazon EMR";
    }
    return backend.embedded() == null ? "standalone" : "embedded Spark";
  }

  /** A table for people, one log line for everybody else. */
  void print(boolean terminal, PrintStream out) {
    if (!terminal) {
      LoggingEventBuilder event = LoggerFactory.getLogger(Announcement.class).atInfo();
      for (Map.Entry<String, String> fact : facts.entrySet()) {
        event = event.addKeyValue(fact.getKey(), fact.getValue());
      }
      event.addKeyValue("seconds", seconds).log("Switchyard is up");
      return;
    }
    out.printf(Locale.ROOT, "%nSwitchyard is up (%.1f s)%n", seconds);
    facts.forEach((what, where) -> out.printf("  %-9s %s%n", what, where));
    out.printf("Ctrl-C stops everything.%n%n");
  }
}
