package io.switchyard.benchmarks;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Plays scheduler and kubelets: drivers' pods run as soon as they are seen, and end when told to.
 */
final class Nodes implements AutoCloseable {

  private static final String SELECTOR = "switchyard.io/role=driver";
  private static final String METADATA =
      "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1";
  private static final Pattern POD =
      Pattern.compile(
          "^\\{\"type\":\"(\\w+)\".*?\"name\":\"(exec-\\w+)\",\"namespace\":\"([^\"]+)\".*?"
              + "\"uid\":\"([^\"]+)\".*\"switchyard.io/job-id\":\"([^\"]+)\"");
  private static final Pattern VERSION = Pattern.compile("\"resourceVersion\":\"(\\d+)\"");

  /** A driver's pod. */
  record Pod(String execution, String namespace, String job) {}

  /** What becomes of a pod that runs. */
  interface Fate {
    /** Its end is due after that long; null to let it run. */
    @Nullable Duration endsAfter(Pod pod);
  }

  private final String address;
  private final String token;
  private final Fate fate;
  private final HttpClient http;
  private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(6);
  private final Map<String, Pod> byJob = new ConcurrentHashMap<>();
  private final Map<String, Set<String>> uids = new ConcurrentHashMap<>();
  private volatile long first;
  private volatile long last;
  private volatile boolean closed;

  Nodes(KubeServer server, Fate fate) {
    this.address = server.address();
    this.token = server.token();
    this.fate = fate;
    this.http = HttpClient.newBuilder().sslContext(trusting()).build();
    Thread watching = new Thread(this::watch, "nodes");
    watching.setDaemon(true);
    watching.start();
  }

  private static SSLContext trusting() {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {new TrustsAll()}, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Pods by the job they are for. */
  Map<String, Pod> pods() {
    return byJob;
  }

  /** The ids of all pods that there ever were, by execution. */
  Map<String, Set<String>> uids() {
    return uids;
  }

  /** Between the first and the last pod that was made. */
  Duration took() {
    return Duration.ofNanos(last - first);
  }

  HttpResponse<String> send(String method, String path, String type, String body)
      throws IOException, InterruptedException {
    return http.send(
        request(path)
            .header("Content-Type", type)
            .method(method, BodyPublishers.ofString(body))
            .timeout(Duration.ofSeconds(10))
            .build(),
        BodyHandlers.ofString());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(address + path))
        .header("Authorization", "Bearer " + token);
  }

  private void watch() {
    String version = "0";
    while (!closed) {
      String path =
          "/api/v1/pods?watch=true&timeoutSeconds=60&labelSelector="
              + URLEncoder.encode(SELECTOR, StandardCharsets.UTF_8)
              + "&resourceVersion="
              + version;
      try {
        HttpResponse<Stream<String>> answer =
            http.send(request(path).header("Accept", METADATA).build(), BodyHandlers.ofLines());
        try (Stream<String> lines = answer.body()) {
          var each = lines.iterator();
          while (each.hasNext()) {
            version = heard(each.next());
          }
        }
      } catch (IOException | RuntimeException e) {
        version = "0";
        KubeServer.pause(200);
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private String heard(String line) {
    Matcher matcher = POD.matcher(line);
    if (matcher.find()) {
      Pod pod = new Pod(matcher.group(2), matcher.group(3), matcher.group(5));
      boolean fresh =
          uids.computeIfAbsent(pod.execution(), e -> ConcurrentHashMap.newKeySet())
              .add(matcher.group(4));
      if (fresh && matcher.group(1).equals("ADDED")) {
        last = System.nanoTime();
        first = first == 0 ? last : first;
        byJob.put(pod.job(), pod);
        threads.execute(() -> run(pod));
      }
    }
    Matcher version = VERSION.matcher(line);
    return version.find() && !line.startsWith("{\"type\":\"ERROR\"") ? version.group(1) : "0";
  }

  private void run(Pod pod) {
    enter(pod, "Running");
    Duration end = fate.endsAfter(pod);
    if (end != null) {
      var unused =
          threads.schedule(() -> enter(pod, "Succeeded"), end.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  /** Brings a pod into a phase, however often it takes. */
  void enter(Pod pod, String phase) {
    String path = "/api/v1/namespaces/" + pod.namespace() + "/pods/" + pod.execution() + "/status";
    String patch = "{\"status\":{\"phase\":\"" + phase + "\"}}";
    while (!closed) {
      try {
        int code = send("PATCH", path, "application/merge-patch+json", patch).statusCode();
        if (code == 200 || code == 404) {
          return;
        }
      } catch (IOException e) {
        // The API server is away.
      } catch (InterruptedException e) {
        return;
      }
      KubeServer.pause(200);
    }
  }

  @Override
  public void close() {
    closed = true;
    threads.shutdownNow();
  }

  private static final class TrustsAll extends X509ExtendedTrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
