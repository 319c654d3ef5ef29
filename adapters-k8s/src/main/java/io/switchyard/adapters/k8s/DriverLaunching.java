package io.switchyard.adapters.k8s;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.switchyard.adapters.k8s.Claims.Claim;
import io.switchyard.adapters.k8s.Claims.State;
import io.switchyard.ports.TargetFailure;
import io.switchyard.ports.TargetFailure.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the objects of a driver, once for each execution. All have the execution's id for a name,
 * so whoever comes second finds them there; the claim tells whether there was a driver that is gone
 * or shall be none ({@link Claims}).
 */
final class DriverLaunching {

  private static final Logger LOG = LoggerFactory.getLogger(DriverLaunching.class);

  private static final ResourceDefinitionContext SECRET =
      new ResourceDefinitionContext.Builder()
          .withVersion("v1")
          .withKind("Secret")
          .withPlural("secrets")
          .withNamespaced(true)
          .build();

  private final Kube kube;
  private final Way way;
  private final Claims claims;
  private final Duration ttl;
  private final AtomicBoolean unknownTold = new AtomicBoolean();

  /**
   * @param ttl how long what is left of a driver stays at least: what is not there after that may
   *     have been
   */
  DriverLaunching(Kube kube, Way way, Claims claims, Duration ttl) {
    this.kube = kube;
    this.way = way;
    this.claims = claims;
    this.ttl = ttl;
  }

  /**
   * Makes a driver, unless there is or was one.
   *
   * @param since when the first launch that may have had an effect was tried; null if this is it
   */
  void launch(DriverSpec spec, @Nullable Instant since, Instant now) {
    DriverRef ref = new DriverRef(spec.identity().namespace(), spec.identity().id());
    if (since != null && tooOld(since, now) && harmless(() -> claims.find(ref)).isEmpty()) {
      throw lost(ref);
    }
    Optional<Claim> made = harmless(() -> claims.launch(spec, way.files(spec)));
    Claim claim = made.or(() -> harmless(() -> claims.find(ref))).orElseThrow(() -> moved(ref));
    if (claim.state() == State.FORBIDDEN) {
      throw TargetFailure.withoutEffect(
          Kind.REJECTED, "the execution is over; no driver of it may begin");
    }
    boolean settled = made.isEmpty() && settled(ref, claim, now);
    if (!settled) {
      make(spec, claim.owner());
    }
  }

  /** Whether there is nothing to do for a launch after another one. */
  private boolean settled(DriverRef ref, Claim claim, Instant now) {
    if (claim.state() == State.STOPPED || harmless(() -> driver(ref)).isPresent()) {
      return true;
    }
    if (tooOld(claim.madeAt(), now)) {
      harmless(
          () -> {
            claims.remove(claim);
            return true;
          });
      throw lost(ref);
    }
    return false;
  }

  private boolean tooOld(Instant at, Instant now) {
    return !now.isBefore(at.plus(ttl));
  }

  /** Its driver may have come and gone while nobody looked, so there must not be another. */
  private TargetFailure lost(DriverRef ref) {
    harmless(() -> claims.forbid(ref));
    return TargetFailure.withoutEffect(
        Kind.REJECTED,
        "its launch went unanswered for longer than Kubernetes keeps what is left of a driver, "
            + ttl.toMinutes()
            + " min, so nobody can tell whether it ran");
  }

  private static TargetFailure moved(DriverRef ref) {
    return TargetFailure.withoutEffect(
        Kind.THROTTLED, "the config map " + ref.handle() + " was just removed");
  }

  private void make(DriverSpec spec, OwnerReference owner) {
    if (!spec.input().isEmpty()) {
      harmless(() -> kube.create(SECRET, secret(spec, owner)));
    }
    for (HasMetadata object : way.before(spec, owner)) {
      harmless(() -> kube.create(kindOf(object), object));
    }
    for (HasMetadata guard : way.guards(spec, owner)) {
      boolean known = harmless(() -> kube.createIfKnown(kindOf(guard), guard));
      if (!known && unknownTold.compareAndSet(false, true)) {
        LOG.atWarn()
            .addKeyValue("kind", guard.getApiVersion() + " " + guard.getKind())
            .log("this API server is too old for it; done without");
      }
    }
    kube.create(way.kind(), way.driver(spec, owner));
  }

  private static ResourceDefinitionContext kindOf(HasMetadata object) {
    return ResourceDefinitionContext.fromResourceType(object.getClass());
  }

  private static Secret secret(DriverSpec spec, OwnerReference owner) {
    return new SecretBuilder()
        .withNewMetadata()
        .withName(spec.identity().name())
        .withNamespace(spec.identity().namespace())
        .withLabels(spec.identity().labels())
        .withOwnerReferences(owner)
        .endMetadata()
        .withImmutable(true)
        .withStringData(spec.input())
        .build();
  }

  /** Whether a driver of that execution is or was there. */
  boolean find(DriverRef ref) {
    Optional<Claim> claim = claims.find(ref);
    return claim.isPresent()
        && switch (claim.get().state()) {
          case FORBIDDEN -> false;
          case STOPPED -> true;
          case LAUNCHED -> driver(ref).isPresent();
        };
  }

  /**
   * Settles that no driver of that execution begins, unless there is one.
   *
   * @return whether there is one
   */
  boolean forbid(DriverRef ref) {
    if (driver(ref).isPresent()) {
      return true;
    }
    Optional<Claim> claim = claims.find(ref);
    if (claim.isPresent() && claim.get().state() == State.STOPPED) {
      return true;
    }
    if (claim.isPresent() && claim.get().state() == State.LAUNCHED) {
      // What a launch under way still makes names an owner that is gone, and mounts what is not
      // there: it does not start, and Kubernetes removes it.
      claims.remove(claim.get());
    }
    boolean settled =
        claims.forbid(ref).isPresent()
            || claims.find(ref).map(c -> c.state() == State.FORBIDDEN).orElse(false);
    if (!settled) {
      throw TargetFailure.withoutEffect(
          Kind.THROTTLED, "the execution was launched at the same moment");
    }
    return driver(ref).isPresent();
  }

  private Optional<? extends HasMetadata> driver(DriverRef ref) {
    return kube.find(way.kind(), ref.namespace(), ref.name());
  }

  /** Whatever became of such a call, it started no driver. */
  private static <T> T harmless(Supplier<T> call) {
    try {
      return call.get();
    } catch (TargetFailure failure) {
      throw KubeFailures.harmless(failure);
    }
  }
}
