package io.switchyard.adapters.k8s;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.switchyard.domain.placement.BackendId;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The config map of an execution, made before anything else of it and owner of all the rest. It
 * settles whether there may be a driver, and stays when the driver is gone.
 */
final class Claims {

  static final ResourceDefinitionContext KIND =
      new ResourceDefinitionContext.Builder()
          .withVersion("v1")
          .withKind("ConfigMap")
          .withPlural("configmaps")
          .withNamespaced(true)
          .build();

  /** The key without which no driver's pod starts. */
  static final String LAUNCH = "launch";

  private static final String STOPPED = "stopped";
  private static final String FORBIDDEN = "forbidden";

  private final Kube kube;
  private final BackendId backend;
  private final String label;

  /**
   * @param label that says what became of an execution; claims without it are none of these
   */
  Claims(Kube kube, BackendId backend, String label) {
    this.kube = kube;
    this.backend = backend;
    this.label = label;
  }

  /** What a claim says. */
  enum State {
    /** A driver was or is to be made. */
    LAUNCHED,
    /** There was a driver, and somebody asked us to stop it. */
    STOPPED,
    /** There is no driver, and will be none. */
    FORBIDDEN
  }

  /** A claim that is there. */
  record Claim(State state, Instant madeAt, ObjectMeta meta) {

    /** For what belongs to it. */
    OwnerReference owner() {
      return new OwnerReferenceBuilder()
          .withApiVersion("v1")
          .withKind("ConfigMap")
          .withName(meta.getName())
          .withUid(meta.getUid())
          .withBlockOwnerDeletion(false)
          .withController(false)
          .build();
    }

    /** The handle that this is the claim of, as text. */
    String handle() {
      return meta.getNamespace() + "/" + meta.getName();
    }
  }

  /**
   * Claims an execution for a launch.
   *
   * @param files that go with it
   * @return empty if there is a claim already
   */
  Optional<Claim> launch(DriverSpec spec, Map<String, String> files) {
    Map<String, String> data = new HashMap<>(files);
    data.put(LAUNCH, spec.identity().name());
    Map<String, String> labels = new HashMap<>(spec.identity().labels());
    labels.put(label, LAUNCH);
    return create(new DriverRef(spec.identity().namespace(), spec.identity().id()), labels, data);
  }

  /**
   * Claims an execution for nobody.
   *
   * @return empty if there is a claim already
   */
  Optional<Claim> forbid(DriverRef ref) {
    Map<String, String> labels = new HashMap<>(Labels.ofBackend(backend));
    labels.put(Labels.EXECUTION, ref.name());
    labels.put(label, FORBIDDEN);
    return create(ref, labels, Map.of());
  }

  private Optional<Claim> create(
      DriverRef ref, Map<String, String> labels, Map<String, String> data) {
    ConfigMap claim =
        new ConfigMapBuilder()
            .withNewMetadata()
            .withName(ref.name())
            .withNamespace(ref.namespace())
            .withLabels(labels)
            .endMetadata()
            .withData(data)
            .build();
    return kube.create(KIND, claim).map(this::claim);
  }

  Optional<Claim> find(DriverRef ref) {
    return kube.find(KIND, ref.namespace(), ref.name()).map(this::claim);
  }

  /** All that say that a driver was stopped. */
  List<Claim> stopped() {
    Map<String, String> labels = new HashMap<>(Labels.ofBackend(backend));
    labels.put(label, STOPPED);
    return kube.listReduced(KIND, labels).objects().stream().map(this::claim).toList();
  }

  /** All there are. */
  List<Claim> all() {
    return kube.listReduced(KIND, Labels.ofBackend(backend)).objects().stream()
        .filter(object -> object.getMetadata().getLabels().containsKey(label))
        .map(this::claim)
        .toList();
  }

  void stop(DriverRef ref) {
    kube.label(KIND, ref.namespace(), ref.name(), label, STOPPED);
  }

  /** As {@link #stop}, and no pod that is made late starts. */
  void close(DriverRef ref) {
    String patch =
        "{\"metadata\":{\"labels\":{\"%s\":\"%s\"}},\"data\":{\"%s\":null}}"
            .formatted(label, STOPPED, LAUNCH);
    kube.patch(KIND, ref.namespace(), ref.name(), patch);
  }

  /** Removes a claim as it was seen, with all that it owns. */
  void remove(Claim claim) {
    kube.deleteSeen(KIND, claim.meta());
  }

  private Claim claim(HasMetadata object) {
    Map<String, String> labels = object.getMetadata().getLabels();
    String said = labels == null ? "" : labels.getOrDefault(label, "");
    State state =
        switch (said) {
          case STOPPED -> State.STOPPED;
          case FORBIDDEN -> State.FORBIDDEN;
          default -> State.LAUNCHED;
        };
    String made = object.getMetadata().getCreationTimestamp();
    return new Claim(state, made == null ? Instant.MAX : Instant.parse(made), object.getMetadata());
  }
}
