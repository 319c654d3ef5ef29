package io.switchyard.adapters.k8s;

import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceList;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.WebSocketHandshakeException;
import io.switchyard.adapters.k8s.K8sConfig.Client;
import io.switchyard.ports.TargetFailure;
import io.switchyard.ports.TargetFailure.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The API server: all that this adapter asks of it, and every failure as a {@link TargetFailure}.
 * Safe for use by several threads.
 */
final class Kube implements AutoCloseable {

  /** Objects that one answer holds. */
  private static final long PAGE = 500;

  private static final long ANSWER_SECONDS = 10;
  private static final int GONE = 410;
  private static final long STARTS_NANOS = TimeUnit.SECONDS.toNanos(30);
  private static final int LONGEST_REFUSAL = 64 * 1024;
  private static final String EVERYWHERE = "all namespaces";
  private static final int NOT_FOUND = 404;

  private final KubernetesClient client;
  private final Pace pace;
  private volatile boolean wasAway;
  private volatile long awayAt;

  Kube(KubernetesClient client) {
    this(client, Client.DEFAULT);
  }

  Kube(KubernetesClient client, Client limits) {
    this.client = client;
    this.pace = new Pace(limits, System::nanoTime);
  }

  /**
   * Makes an object.
   *
   * @return as it is now; empty if there is one of that name already
   */
  Optional<HasMetadata> create(ResourceDefinitionContext kind, HasMetadata object) {
    String doing = doing("create", kind, object.getMetadata().getNamespace());
    return call(
        doing,
        () -> {
          try {
            return Optional.of(writing(kind, object).create());
          } catch (KubernetesClientException e) {
            if (KubeFailures.alreadyExists(e)) {
              return Optional.empty();
            }
            throw e;
          }
        });
  }

  /**
   * Makes an object if this API server knows its kind, and none of that name.
   *
   * @return whether it knows the kind
   */
  boolean createIfKnown(ResourceDefinitionContext kind, HasMetadata object) {
    return call(
        doing("create", kind, object.getMetadata().getNamespace()),
        () -> {
          try {
            writing(kind, object).create();
            return true;
          } catch (KubernetesClientException e) {
            if (e.getCode() != NOT_FOUND && !KubeFailures.alreadyExists(e)) {
              throw e;
            }
            return e.getCode() != NOT_FOUND;
          }
        });
  }

  private Resource<? extends HasMetadata> writing(
      ResourceDefinitionContext kind, HasMetadata object) {
    return object instanceof GenericKubernetesResource generic
        ? client
            .genericKubernetesResources(kind)
            .inNamespace(object.getMetadata().getNamespace())
            .resource(generic)
        : client.resource(object);
  }

  /** The object of that name; empty if there is none. */
  Optional<GenericKubernetesResource> find(
      ResourceDefinitionContext kind, String namespace, String name) {
    return call(
        doing("get", kind, namespace),
        () -> Optional.ofNullable(named(kind, namespace, name).get()));
  }

  /**
   * All objects of a kind at some moment.
   *
   * @param version the moment, for a watch from then on
   */
  record Listed(List<GenericKubernetesResource> objects, String version) {}

  /** All objects with these labels, of all namespaces, without what they are to be. */
  Listed listReduced(ResourceDefinitionContext kind, Map<String, String> labels) {
    List<GenericKubernetesResource> all = new ArrayList<>();
    String next = "";
    Reduced.Page page;
    do {
      page = page(kind, labels, next);
      all.addAll(page.items());
      next = page.next();
    } while (!next.isEmpty());
    return new Listed(all, page.version());
  }

  /** All objects with these labels, of all namespaces, as they are. */
  List<GenericKubernetesResource> list(ResourceDefinitionContext kind, Map<String, String> labels) {
    return call(
        doing("list", kind, EVERYWHERE),
        () -> {
          List<GenericKubernetesResource> all = new ArrayList<>();
          String next = null;
          do {
            GenericKubernetesResourceList page =
                client
                    .genericKubernetesResources(kind)
                    .inAnyNamespace()
                    .withLabels(labels)
                    .list(new ListOptionsBuilder().withLimit(PAGE).withContinue(next).build());
            all.addAll(page.getItems());
            next = page.getMetadata().getContinue();
          } while (next != null && !next.isEmpty());
          return all;
        });
  }

  private Reduced.Page page(
      ResourceDefinitionContext kind, Map<String, String> labels, String next) {
    String path = KubePaths.list(kind, labels, PAGE, next);
    return call(
        doing("list", kind, EVERYWHERE),
        () -> {
          try (InputStream json = stream(path)) {
            return Reduced.read(json);
          } catch (IOException e) {
            throw new KubernetesClientException("the list broke off", e);
          }
        });
  }

  /**
   * Hears of changes of all objects with these labels, of all namespaces.
   *
   * @param version after which to begin
   * @param lasts after which the API server ends it
   * @return to be closed; empty if the API server does not remember that version
   */
  Optional<KubeWatch> watch(
      ResourceDefinitionContext kind,
      Map<String, String> labels,
      String version,
      Duration lasts,
      Consumer<Reduced.Event> hears) {
    String doing = doing("watch", kind, EVERYWHERE);
    String path = KubePaths.watch(kind, labels, version, lasts);
    pace.awaitTurn(doing);
    return failing(doing, () -> open(path, new KubeWatch(version, hears)));
  }

  private Optional<KubeWatch> open(String path, KubeWatch watch) {
    HttpClient http = client.getHttpClient();
    URI uri = URI.create(client.getMasterUrl() + path);
    try {
      watch.opened(
          http.newWebSocketBuilder()
              .uri(uri)
              // API servers refuse web sockets of nowhere.
              .header("Origin", uri.getScheme() + "://" + uri.getAuthority())
              .buildAsync(watch)
              .get(ANSWER_SECONDS, TimeUnit.SECONDS));
      return Optional.of(watch);
    } catch (InterruptedException e) {
      watch.close();
      Thread.currentThread().interrupt();
      throw new KubernetesClientException("interrupted", e);
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof WebSocketHandshakeException refused)) {
        throw new KubernetesClientException("no answer", e);
      }
      HttpResponse<?> answer = refused.getResponse();
      if (answer.code() == GONE) {
        return Optional.empty();
      }
      throw new KubernetesClientException(answer.message(), answer.code(), null);
    } catch (TimeoutException e) {
      watch.close();
      throw new KubernetesClientException("no answer", e);
    }
  }

  /** All objects with these labels in one namespace. */
  List<GenericKubernetesResource> list(
      ResourceDefinitionContext kind, String namespace, Map<String, String> labels) {
    return call(
        doing("list", kind, namespace),
        () ->
            client
                .genericKubernetesResources(kind)
                .inNamespace(namespace)
                .withLabels(labels)
                .list()
                .getItems());
  }

  /**
   * Deletes an object with all that it owns, which goes first. One that is not there is ignored.
   */
  void delete(ResourceDefinitionContext kind, String namespace, String name) {
    call(
        doing("delete", kind, namespace),
        () ->
            named(kind, namespace, name)
                .withPropagationPolicy(DeletionPropagation.FOREGROUND)
                .delete());
  }

  /** Deletes an object as it was seen; one that has changed since is left. What it owns follows. */
  void deleteSeen(ResourceDefinitionContext kind, ObjectMeta seen) {
    call(
        doing("delete", kind, seen.getNamespace()),
        () ->
            named(kind, seen.getNamespace(), seen.getName())
                .lockResourceVersion(seen.getResourceVersion())
                .delete());
  }

  /** Sets a label of an object, which has to be there. */
  void label(
      ResourceDefinitionContext kind, String namespace, String name, String label, String value) {
    patch(
        kind, namespace, name, "{\"metadata\":{\"labels\":{\"" + label + "\":\"" + value + "\"}}}");
  }

  /** Changes an object, which has to be there, by a JSON merge patch. */
  void patch(ResourceDefinitionContext kind, String namespace, String name, String patch) {
    call(
        doing("patch", kind, namespace),
        () -> named(kind, namespace, name).patch(PatchContext.of(PatchType.JSON_MERGE), patch));
  }

  /** What a container printed, from its begin; to be closed. */
  InputStream log(String namespace, String pod, String container) {
    // The client's own call first waits for the pod to be ready.
    String path = "api/v1/namespaces/" + namespace + "/pods/" + pod + "/log?container=" + container;
    return call("get pods/log in " + namespace, () -> stream(path));
  }

  private InputStream stream(String path) {
    HttpClient http = client.getHttpClient();
    URI uri = URI.create(client.getMasterUrl() + path);
    try {
      HttpResponse<InputStream> answer =
          http.sendAsync(http.newHttpRequestBuilder().uri(uri).build(), InputStream.class)
              .get(ANSWER_SECONDS, TimeUnit.SECONDS);
      if (answer.isSuccessful()) {
        return answer.body();
      }
      throw new KubernetesClientException(
          answer.message(), answer.code(), KubeFailures.status(refusal(answer)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KubernetesClientException("interrupted", e);
    } catch (ExecutionException | TimeoutException | IOException e) {
      throw new KubernetesClientException("no answer", e);
    }
  }

  private static byte[] refusal(HttpResponse<InputStream> answer) throws IOException {
    try (InputStream body = answer.body()) {
      return body.readNBytes(LONGEST_REFUSAL);
    }
  }

  private Resource<GenericKubernetesResource> named(
      ResourceDefinitionContext kind, String namespace, String name) {
    return kind.isNamespaceScoped()
        ? client.genericKubernetesResources(kind).inNamespace(namespace).withName(name)
        : client.genericKubernetesResources(kind).withName(name);
  }

  private static String doing(String verb, ResourceDefinitionContext kind, String namespace) {
    String group = kind.getGroup() == null ? "" : "." + kind.getGroup();
    return verb + " " + kind.getPlural() + group + " in " + namespace;
  }

  private <T> T call(String doing, Supplier<T> call) {
    return pace.call(doing, () -> failing(doing, call));
  }

  private <T> T failing(String doing, Supplier<T> call) {
    try {
      return call.get();
    } catch (KubernetesClientException e) {
      throw told(KubeFailures.of(doing, e));
    } catch (UncheckedIOException e) {
      // Our own token, which is not there just now.
      throw TargetFailure.withoutEffect(Kind.UNREACHABLE, "" + e.getMessage(), e);
    }
  }

  /** An API server that has just started knows of nobody's rights for some seconds. */
  private TargetFailure told(TargetFailure failure) {
    long now = System.nanoTime();
    if (failure.kind() == Kind.UNREACHABLE) {
      awayAt = now;
      wasAway = true;
    }
    return failure.kind() == Kind.FORBIDDEN && wasAway && now - awayAt < STARTS_NANOS
        ? TargetFailure.withoutEffect(
            Kind.UNREACHABLE, "the API server was away and just came back: " + failure.getMessage())
        : failure;
  }

  @Override
  public void close() {
    client.close();
  }
}
