package io.switchyard.app;

import io.switchyard.adapters.callbacks.HttpCallbackSender;
import io.switchyard.ports.TargetFailure;
import io.switchyard.ports.cluster.FakeClusterBackend;
import io.switchyard.ports.cluster.InMemoryClusters;
import io.switchyard.ports.job.Admissions;
import io.switchyard.ports.job.FakeBackend;
import io.switchyard.ports.job.InMemoryJobs;
import io.switchyard.ports.job.InMemoryLogs;
import io.switchyard.ports.job.Jobs;
import io.switchyard.ports.placement.Backends;
import io.switchyard.ports.placement.InMemoryBackendStates;
import io.switchyard.ports.session.FakeSessionServer;
import io.switchyard.ports.session.InMemorySessions;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** The whole application on a free port, with a store and a backend that tests can steer. */
final class LiveApi extends ApiClient implements AutoCloseable {

  final FakeBackend backend = new FakeBackend();
  final InMemoryJobs jobs = new InMemoryJobs();
  final InMemorySessions sessions = new InMemorySessions();
  final FakeSessionServer sessionServer = new FakeSessionServer();
  final InMemoryClusters clusters = new InMemoryClusters();
  final FakeClusterBackend servers = new FakeClusterBackend();
  final InMemoryLogs logs = new InMemoryLogs();
  final AtomicBoolean storeAnswers = new AtomicBoolean(true);
  private final AtomicInteger refusals = new AtomicInteger();
  private final Running running;

  private LiveApi(Config config) {
    this.running =
        Running.start(
            config,
            closing ->
                new Adapters(
                    reachable(Jobs.class),
                    jobs,
                    reachable(Admissions.class),
                    reachable(io.switchyard.ports.job.Events.class),
                    jobs,
                    jobs.captures(),
                    jobs.watches(),
                    logs,
                    jobs.callbacks(),
                    closing.add(
                        HttpCallbackSender.open(
                            config.callbacks().sender(config.http().publicUrl()),
                            InstantSource.system())),
                    clusters,
                    clusters,
                    clusters.ended(),
                    servers,
                    sessions,
                    sessions,
                    sessionServer,
                    storeAnswers::get,
                    new Backends(List.of(servers.backendWith(backend))),
                    new InMemoryBackendStates(jobs::taken),
                    InstantSource.system()),
            adapters -> Main.boot(config, adapters));
  }

  /** A port of the store that cannot be reached while the store does not answer. */
  private <T> T reachable(Class<T> port) {
    return port.cast(
        Proxy.newProxyInstance(
            port.getClassLoader(),
            new Class<?>[] {port},
            (proxy, method, arguments) -> {
              if (!storeAnswers.get()) {
                if (Thread.currentThread().getName().startsWith("grpc-streams")) {
                  refusals.incrementAndGet();
                }
                throw TargetFailure.withoutEffect(TargetFailure.Kind.UNREACHABLE, "store is away");
              }
              return method.invoke(jobs, arguments);
            }));
  }

  static LiveApi start(Path folder) {
    return start(folder, Map.of());
  }

  /** Starts with more configuration. */
  static LiveApi start(Path folder, Map<String, Object> more) {
    Map<String, Object> tree = new HashMap<>();
    tree.put("http", Map.of("port", 0));
    tree.put("grpc", Map.of("port", 0));
    tree.put("gateway", Map.of("port", 0));
    tree.put("state_dir", folder.resolve("state").toString());
    tree.put("work", Map.of("idle", "10ms", "poll", "100ms"));
    tree.putAll(more);
    return new LiveApi(Config.read(tree));
  }

  @Override
  URI uri(String path) {
    return URI.create("http://localhost:" + running.ports().http() + path);
  }

  @Override
  int port() {
    return running.ports().http();
  }

  /** A client over gRPC without a credential; close it. */
  GrpcClient grpc() {
    return new GrpcClient(Objects.requireNonNull(grpcPort()));
  }

  /** Null if gRPC is not served. */
  Integer grpcPort() {
    return running.ports().grpc();
  }

  /** Where Spark Connect is served. */
  int gatewayPort() {
    return Objects.requireNonNull(running.ports().gateway()).port();
  }

  /** How often the store did not answer the streams. */
  int refusalsOfStreams() {
    return refusals.get();
  }

  @Override
  public void close() {
    running.close();
  }
}
