package io.switchyard.adapters.k8s;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import io.fabric8.mockwebserver.http.MockResponse;
import io.fabric8.mockwebserver.http.RecordedRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** fabric8's API server in memory, with logs and with faults. */
final class MockSite implements Site {

  /** What happens to a request, if anything does. */
  interface Fault {

    /**
     * @param served does what the request asks for
     * @return the answer to give instead; empty to answer as served
     */
    Optional<MockResponse> happen(
        RecordedRequest request, Function<RecordedRequest, MockResponse> served);
  }

  private final Map<String, String> logs = new ConcurrentHashMap<>();
  private final List<Fault> faults = new CopyOnWriteArrayList<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final KubernetesMockServer server =
      new KubernetesMockServer(
          new Context(), new MockWebServer(), new HashMap<>(), new Dispatcher(), false);

  MockSite() {
    server.init();
  }

  private final class Dispatcher extends KubernetesCrudDispatcher {

    @Override
    public MockResponse dispatch(RecordedRequest request) {
      requests.add(request.getMethod() + " " + request.getPath());
      for (Fault fault : faults) {
        Optional<MockResponse> answer = fault.happen(request, this::served);
        if (answer.isPresent()) {
          return answer.get();
        }
      }
      return served(request);
    }

    private MockResponse served(RecordedRequest request) {
      String path = request.getPath().replaceAll("\\?.*", "");
      if (path.endsWith("/log")) {
        String log = logs.get(path.replaceAll(".*/namespaces/([^/]+)/pods/([^/]+)/log", "$1/$2"));
        return log == null
            ? new MockResponse().setResponseCode(400)
            : new MockResponse().setResponseCode(200).setBody(log);
      }
      MockResponse answer = super.dispatch(request);
      if (request.getMethod().equals("DELETE") && path.contains("/sparkapplications/")) {
        collect(
            path.replaceAll(".*/namespaces/([^/]+)/.*/([^/]+)", "/api/v1/namespaces/$1/pods/$2"));
      }
      return answer;
    }

    /** As Kubernetes does with what belonged to an object that is gone. */
    private void collect(String pod) {
      handleDelete(pod);
      handleDelete(pod + "-0-driver");
    }
  }

  /** Has that happen to every request from now on. */
  void happen(Fault fault) {
    faults.add(fault);
  }

  void nothingHappens() {
    faults.clear();
  }

  /** All requests so far, as {@code POST /api/v1/…}. */
  List<String> requests() {
    return List.copyOf(requests);
  }

  @Override
  public KubernetesClient connect() {
    return connect(server.getPort());
  }

  /** Another connection, over a wire. */
  KubernetesClient connect(Wire wire) {
    return connect(wire.port());
  }

  private static KubernetesClient connect(int port) {
    Config config =
        new ConfigBuilder(Config.empty())
            .withMasterUrl("http://localhost:" + port + "/")
            // As the mock has it: HTTP/2 takes a netty that other tests here do not have.
            .withHttp2Disable(true)
            .build();
    return new KubernetesClientBuilder().withConfig(KubeClients.patient(config)).build();
  }

  int port() {
    return server.getPort();
  }

  String url() {
    return server.url("/");
  }

  @Override
  public void print(String namespace, String pod, String text) {
    logs.merge(namespace + "/" + pod, text, String::concat);
  }

  @Override
  public void schedule(String namespace, String pod) {
    try (KubernetesClient client = connect()) {
      client
          .pods()
          .inNamespace(namespace)
          .withName(pod)
          .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":{\"nodeName\":\"node\"}}");
    }
  }

  @Override
  public int looks() {
    return (int) requests.stream().filter(r -> r.matches("GET .*/pods\\?.*limit.*")).count();
  }

  @Override
  public String node() {
    return "";
  }

  @Override
  public void close() {
    server.destroy();
  }
}
