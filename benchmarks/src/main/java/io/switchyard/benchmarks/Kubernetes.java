package io.switchyard.benchmarks;

import io.switchyard.adapters.jdbi.PostgresServer;
import io.switchyard.adapters.jdbi.StoreConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.ConcurrentHistogram;

/** Drivers on a real API server. Arguments: {@code scale} or {@code chaos}, and how many. */
final class Kubernetes {

  static final Duration GIVE_UP = Duration.ofMinutes(10);

  private Kubernetes() {}

  public static void main(String[] arguments) throws Exception {
    CpuTime.printLoad();
    KubeServer server = KubeServer.takeOver(Path.of(System.getProperty("kubeconfig")));
    Path folder = Files.createTempDirectory("kubernetes");
    try (PostgresServer postgres = PostgresServer.startDurable(folder.resolve("postgres"))) {
      StoreConfig store = postgres.freshDatabase();
      boolean chaos = arguments[0].equals("chaos");
      int count = number(arguments, 1, chaos ? 500 : 10_000);
      if (chaos) {
        new KubernetesChaos(server, store, folder, count, number(arguments, 2, 10)).run();
      } else {
        new KubernetesScale(server, store, folder, count, number(arguments, 2, 200)).run();
      }
    }
  }

  private static int number(String[] arguments, int at, int absent) {
    return arguments.length > at ? Integer.parseInt(arguments[at]) : absent;
  }

  /** Gives the application's account what it needs, as the documentation says. */
  static void bind(KubeServer server, Nodes nodes) throws IOException, InterruptedException {
    String apis = "/apis/rbac.authorization.k8s.io/v1/";
    for (String document :
        Files.readString(Path.of(System.getProperty("cluster.role"))).split("(?m)^---$")) {
      String path = document.contains("kind: ClusterRoleBinding") ? "" : apis + "clusterroles";
      if (!path.isEmpty() && document.contains("kind: ClusterRole")) {
        post(nodes, path, "application/yaml", document);
      }
    }
    for (String role : new String[] {"switchyard", "switchyard-namespaces"}) {
      String binding =
          """
          {"apiVersion":"rbac.authorization.k8s.io/v1","kind":"ClusterRoleBinding",
           "metadata":{"name":"%s"},"subjects":[{"kind":"User","name":"switchyard"}],
           "roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"ClusterRole","name":"%s"}}\
          """
              .formatted(role, role);
      post(nodes, apis + "clusterrolebindings", "application/json", binding);
    }
  }

  private static void post(Nodes nodes, String path, String type, String body)
      throws InterruptedException {
    String last = "";
    for (int i = 0; i < 150; i++) {
      try {
        var answer = nodes.send("POST", path, type, body);
        if (answer.statusCode() == 201 || answer.statusCode() == 409) {
          return;
        }
        last = answer.statusCode() + " " + answer.body();
      } catch (IOException e) {
        // Not up yet.
        last = "" + e;
      }
      KubeServer.pause(200);
    }
    throw new IllegalStateException(path + " gave " + last);
  }

  static String yaml(StoreConfig store, KubeServer server) {
    return """
    store: {url: "%s", user: %s}
    work: {threads: 4}
    admission: {launch_window: 200}
    backends:
      - id: bench
        kind: sk8
        kubernetes:
          mode: driver-pod
          environment: dev
          kubeconfig: %s
          namespaces: {create: true}
          images: [{spark_version: 4.1.2, image: "apache/spark:4.1.2"}]
    """
        .formatted(store.url(), store.user(), server.kubeconfig());
  }

  /** One job; tells its id. */
  static String submit(HttpConnection connection, String key, String team) throws IOException {
    String body =
        """
        {"name":"bench","team":"%s","idempotency_key":"%s",
         "config":{"custom_jar":{"jar_path":"https://jars.example/app.jar","main_class":"com.acme.Main"}}}\
        """
            .formatted(team, key);
    var answer = connection.post("/api/v1/jobs", body);
    if (answer.status() != 202 && answer.status() != 200) {
      throw new IllegalStateException(answer.status() + " " + answer.body());
    }
    return answer.body().replaceFirst("(?s).*?\"job_id\":\"([^\"]+)\".*", "$1");
  }

  /** How many jobs are in a state, by the store. */
  static int inState(StoreConfig store, String states) {
    try (Connection connection = DriverManager.getConnection(store.url(), store.user(), "");
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "select count(*) from executions where state in (" + states + ")")) {
      rows.next();
      return rows.getInt(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  static void await(StoreConfig store, String states, int count) {
    long deadline = System.nanoTime() + GIVE_UP.toNanos();
    while (inState(store, states) < count) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException(inState(store, states) + " of " + count + " in " + states);
      }
      KubeServer.pause(100);
    }
  }

  /** Ends drivers at a steady rate, and measures how long the API takes to say so. */
  static ConcurrentHistogram ends(Nodes nodes, Server app, int perSecond, int count)
      throws InterruptedException {
    ConcurrentHistogram seen = new ConcurrentHistogram(3);
    ExecutorService threads = Executors.newCachedThreadPool();
    long begun = System.nanoTime();
    int i = 0;
    for (Nodes.Pod pod : nodes.pods().values()) {
      if (i == count) {
        break;
      }
      KubeServer.pause(
          Math.max(0, (begun - System.nanoTime()) / 1_000_000 + i * 1000L / perSecond));
      threads.execute(() -> seen.recordValue(end(nodes, app, pod)));
      i++;
    }
    threads.shutdown();
    threads.awaitTermination(5, TimeUnit.MINUTES);
    return seen;
  }

  /** Microseconds until the API tells of its end. */
  static long end(Nodes nodes, Server app, Nodes.Pod pod) {
    nodes.enter(pod, "Succeeded");
    long begun = System.nanoTime();
    while (!succeeded(app, pod.job()) && System.nanoTime() - begun < 60_000_000_000L) {
      KubeServer.pause(20);
    }
    return (System.nanoTime() - begun) / 1000;
  }

  private static boolean succeeded(Server app, String job) {
    try (HttpConnection connection = new HttpConnection(app.port())) {
      return connection.get("/api/v1/jobs/" + job).body().contains("\"SUCCEEDED\"");
    } catch (IOException e) {
      return false;
    }
  }

  static void row(String what, String value, Object... arguments) {
    System.out.printf("%-48s %s%n", what, String.format(Locale.ROOT, value, arguments));
  }
}
