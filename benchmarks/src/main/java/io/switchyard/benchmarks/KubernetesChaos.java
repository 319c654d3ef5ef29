package io.switchyard.benchmarks;

import io.switchyard.adapters.jdbi.StoreConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Jobs that run and end while the API server is killed and started again. */
final class KubernetesChaos {

  private static final int TEAMS = 10;
  private static final String ENDED = "'SUCCEEDED','FAILED','CANCELLED','TIMEOUT'";

  private final KubeServer server;
  private final StoreConfig store;
  private final Path folder;
  private final int jobs;
  private final int kills;
  private final Random random = new Random(20261121);

  KubernetesChaos(KubeServer server, StoreConfig store, Path folder, int jobs, int kills) {
    this.server = server;
    this.store = store;
    this.folder = folder;
    this.jobs = jobs;
    this.kills = kills;
  }

  void run() throws IOException, InterruptedException {
    try (Nodes nodes =
        new Nodes(server, pod -> Duration.ofMillis(500 + (pod.job().hashCode() & 0x1fff)))) {
      Kubernetes.bind(server, nodes);
      try (Server app = Server.application(folder.resolve("app"), Kubernetes.yaml(store, server))) {
        Thread killing = new Thread(this::kill, "kill");
        killing.start();
        List<String> accepted = submit(app);
        killing.join();
        long begun = System.nanoTime();
        Kubernetes.await(store, ENDED, jobs);
        report(nodes, accepted, Duration.ofNanos(System.nanoTime() - begun));
      }
    }
  }

  private void report(Nodes nodes, List<String> accepted, Duration after) {
    long doubled = nodes.uids().values().stream().filter(uids -> uids.size() > 1).count();
    long executions = nodes.uids().size();
    Kubernetes.row("jobs accepted", "%d", accepted.size());
    Kubernetes.row("API server killed and restarted", "%d times", kills);
    Kubernetes.row("succeeded", "%d", Kubernetes.inState(store, "'SUCCEEDED'"));
    Kubernetes.row(
        "ended otherwise", "%d", Kubernetes.inState(store, "'FAILED','CANCELLED','TIMEOUT'"));
    Kubernetes.row("stuck", "%d", jobs - Kubernetes.inState(store, ENDED));
    Kubernetes.row("executions with a driver", "%d", executions);
    Kubernetes.row("executions with more than one driver", "%d", doubled);
    Kubernetes.row(
        "jobs without a driver",
        "%d",
        accepted.stream().filter(job -> !nodes.pods().containsKey(job)).count());
    Kubernetes.row("from the last restart to the last end", "%.1f s", after.toMillis() / 1000.0);
  }

  private List<String> submit(Server app) throws IOException {
    List<String> accepted = new ArrayList<>();
    try (HttpConnection connection = new HttpConnection(app.port())) {
      for (int i = 0; i < jobs; i++) {
        accepted.add(Kubernetes.submit(connection, "key-" + i, "bench-" + i % TEAMS));
        KubeServer.pause(120);
      }
    }
    return accepted;
  }

  private void kill() {
    try {
      for (int i = 0; i < kills; i++) {
        KubeServer.pause(3000 + random.nextInt(4000));
        server.kill();
        KubeServer.pause(random.nextInt(4000));
        server.start();
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
