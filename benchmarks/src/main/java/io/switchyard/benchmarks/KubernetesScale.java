package io.switchyard.benchmarks;

import io.switchyard.adapters.jdbi.StoreConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.HdrHistogram.ConcurrentHistogram;

/** Thousands of running drivers: how fast they are made, and what it costs to follow them. */
final class KubernetesScale {

  private static final int ENDS_PER_SECOND = 10;
  private static final int ENDS = 300;

  private final KubeServer server;
  private final StoreConfig store;
  private final Path folder;
  private final int drivers;
  private final int namespaces;

  KubernetesScale(KubeServer server, StoreConfig store, Path folder, int drivers, int namespaces) {
    this.server = server;
    this.store = store;
    this.folder = folder;
    this.drivers = drivers;
    this.namespaces = namespaces;
  }

  void run() throws IOException, InterruptedException {
    String yaml = Kubernetes.yaml(store, server);
    Nodes.Pod another;
    try (Nodes nodes = new Nodes(server, pod -> null)) {
      Kubernetes.bind(server, nodes);
      try (Server app = Server.application(folder.resolve("app"), yaml)) {
        long empty = liveHeap(app);
        submit(app);
        Kubernetes.await(store, "'RUNNING'", drivers);
        Kubernetes.row("running drivers, namespaces", "%d, %d", drivers, namespaces);
        Kubernetes.row(
            "drivers made a second, from accepted jobs",
            "%.1f",
            drivers * 1e9 / nodes.took().toNanos());
        // The namespaces' making and the drivers' first minutes are not what is measured.
        KubeServer.pause(20_000);
        Kubernetes.row(
            "heap of a tracked driver, all of the process",
            "%d bytes",
            (liveHeap(app) - empty) / drivers);
        int before = server.requests();
        var cpu = CpuTime.of(app.handle());
        KubeServer.pause(60_000);
        Kubernetes.row(
            "requests to the API server in a minute at rest", "%d", server.requests() - before);
        Kubernetes.row(
            "processor of the process at rest",
            "%.1f %% of a core",
            CpuTime.percent(CpuTime.of(app.handle()).minus(cpu), java.time.Duration.ofSeconds(60)));
        ConcurrentHistogram seen = Kubernetes.ends(nodes, app, ENDS_PER_SECOND, ENDS);
        Kubernetes.row(
            ENDS_PER_SECOND + " ends a second, each visible in the API",
            "p50 %.0f ms, p99 %.0f ms, max %.0f ms",
            seen.getValueAtPercentile(50) / 1000.0,
            seen.getValueAtPercentile(99) / 1000.0,
            seen.getMaxValue() / 1000.0);
        Kubernetes.row("memory of the process", "%d MB", CpuTime.residentMegabytes(app.handle()));
      }
      another = nodes.pods().values().stream().skip(ENDS + 1L).findFirst().orElseThrow();
      nodes.enter(another, "Succeeded");
      long begun = System.nanoTime();
      try (Server app = Server.application(folder.resolve("again"), yaml)) {
        long ready = System.nanoTime();
        Kubernetes.end(nodes, app, another);
        Kubernetes.row(
            "from a start to an end that nobody had seen",
            "%.1f s, of which %.1f s to ready",
            (System.nanoTime() - begun) / 1e9,
            (ready - begun) / 1e9);
      }
    }
  }

  private void submit(Server app) throws IOException {
    try (HttpConnection connection = new HttpConnection(app.port())) {
      for (int i = 0; i < drivers; i++) {
        Kubernetes.submit(connection, "key-" + i, "bench-" + i % namespaces);
      }
    }
  }

  /** Bytes of live objects, after a full collection. */
  private static long liveHeap(Server app) throws IOException {
    Process jcmd =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                String.valueOf(app.handle().pid()),
                "GC.class_histogram")
            .start();
    String all = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    String total = all.substring(all.lastIndexOf("Total")).strip();
    return Long.parseLong(total.split("\\s+")[2]);
  }
}
