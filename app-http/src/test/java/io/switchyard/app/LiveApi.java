package io.switchyard.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.switchyard.ports.TargetFailure;
import io.switchyard.ports.job.FakeBackend;
import io.switchyard.ports.job.InMemoryJobs;
import io.switchyard.ports.job.Jobs;
import io.switchyard.ports.placement.Backends;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/** The whole application on a free port, with a store and a backend that tests can steer. */
final class LiveApi implements AutoCloseable {

  static final ObjectMapper JSON = new ObjectMapper();

  static final String JOB =
      """
      {"name": "nightly", "team": "data-infra",
       "config": {"custom_jar": {"jar_path": "/jars/app.jar", "main_class": "com.acme.Main"}}}
      """;

  final FakeBackend backend = new FakeBackend();
  final InMemoryJobs jobs = new InMemoryJobs();
  final AtomicBoolean storeAnswers = new AtomicBoolean(true);
  private final AtomicInteger refusals = new AtomicInteger();
  private final Running running;
  private final HttpClient client = HttpClient.newHttpClient();

  private LiveApi(Config config) {
    this.running =
        Running.start(
            config,
            closing ->
                new Adapters(
                    jobs(),
                    jobs,
                    storeAnswers::get,
                    new Backends(List.of(backend.backend())),
                    InstantSource.system()),
            adapters -> Main.boot(config, adapters));
  }

  /** Jobs that cannot be reached while the store does not answer. */
  private Jobs jobs() {
    return (Jobs)
        Proxy.newProxyInstance(
            Jobs.class.getClassLoader(),
            new Class<?>[] {Jobs.class},
            (proxy, method, arguments) -> {
              if (!storeAnswers.get()) {
                if (Thread.currentThread().getName().startsWith("grpc-streams")) {
                  refusals.incrementAndGet();
                }
                throw TargetFailure.withoutEffect(TargetFailure.Kind.UNREACHABLE, "store is away");
              }
              return method.invoke(jobs, arguments);
            });
  }

  static LiveApi start(Path folder) {
    return start(folder, Map.of());
  }

  /** Starts with more configuration. */
  static LiveApi start(Path folder, Map<String, Object> more) {
    Map<String, Object> tree = new HashMap<>();
    tree.put("http", Map.of("port", 0));
    tree.put("grpc", Map.of("port", 0));
    tree.put("state_dir", folder.resolve("state").toString());
    tree.put("work", Map.of("idle", "10ms", "poll", "100ms"));
    tree.putAll(more);
    return new LiveApi(Config.read(tree));
  }

  record Answer(int status, Map<String, List<String>> headers, String text) {

    JsonNode json() {
      try {
        return JSON.readTree(text);
      } catch (IOException e) {
        throw new UncheckedIOException(text, e);
      }
    }

    String header(String name) {
      return headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of("")).get(0);
    }

    /** A field of the answer as text. */
    String at(String field) {
      return json().path(field).asText();
    }

    /** The fields at fault. */
    List<String> fields() {
      return json().path("errors").findValuesAsText("field");
    }
  }

  URI uri(String path) {
    return URI.create("http://localhost:" + running.ports().http() + path);
  }

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

  /** How often the store did not answer the streams. */
  int refusalsOfStreams() {
    return refusals.get();
  }

  Answer get(String path, String... headers) {
    return send(request(path, headers).GET());
  }

  Answer delete(String path, String... headers) {
    return send(request(path, headers).DELETE());
  }

  Answer post(String body, String... headers) {
    var request = request("/api/v1/jobs", headers).POST(BodyPublishers.ofString(body));
    return send(request.header("Content-Type", "application/json"));
  }

  Answer method(String method, String path) {
    return send(request(path).method(method, BodyPublishers.noBody()));
  }

  HttpRequest.Builder request(String path, String... headers) {
    var request = HttpRequest.newBuilder(uri(path)).timeout(Duration.ofSeconds(20));
    return headers.length == 0 ? request : request.headers(headers);
  }

  Answer send(HttpRequest.Builder request) {
    try {
      HttpResponse<String> response = client.send(request.build(), BodyHandlers.ofString());
      Map<String, List<String>> headers = new LinkedHashMap<>();
      response.headers().map().forEach((k, v) -> headers.put(k.toLowerCase(Locale.ROOT), v));
      return new Answer(response.statusCode(), headers, response.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The job's id, of a submission that is accepted. */
  String submit(String body, String... headers) {
    Answer answer = post(body, headers);
    if (answer.status() != 202) {
      throw new AssertionError(answer.toString());
    }
    return answer.at("job_id");
  }

  /** Asks again and again until the job is as wanted. */
  Answer await(String job, Predicate<Answer> wanted) {
    long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    Answer seen = get("/api/v1/jobs/" + job);
    while (!wanted.test(seen)) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("still not: " + seen);
      }
      Thread.onSpinWait();
      seen = get("/api/v1/jobs/" + job);
    }
    return seen;
  }

  Answer awaitStatus(String job, String status) {
    return await(job, answer -> answer.at("status").equals(status));
  }

  @Override
  public void close() {
    running.close();
  }
}
