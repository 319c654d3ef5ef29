package io.switchyard.adapters.k8s;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.switchyard.adapters.k8s.Claims.Claim;
import io.switchyard.domain.job.BackendHandle;
import io.switchyard.ports.TargetFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes the claims of executions that are long over, with all they own. Operators remove their
 * own objects; driver pods nobody else does.
 */
final class Sweeping {

  private static final Logger LOG = LoggerFactory.getLogger(Sweeping.class);
  private static final Duration EVERY = Duration.ofMinutes(5);

  private final Kube kube;
  private final Way way;
  private final Claims claims;
  private final Duration ttl;
  private final AtomicReference<Instant> next = new AtomicReference<>(Instant.MIN);

  Sweeping(Kube kube, Way way, Claims claims, Duration ttl) {
    this.kube = kube;
    this.way = way;
    this.claims = claims;
    this.ttl = ttl;
  }

  /**
   * Sweeps if it is time to.
   *
   * @param watched drivers whose end may not have been seen yet
   */
  void now(Set<BackendHandle> watched, Instant now) {
    Instant due = next.get();
    if (now.isBefore(due) || !next.compareAndSet(due, now.plus(EVERY))) {
      return;
    }
    try {
      claims.all().stream()
          .filter(claim -> !now.isBefore(claim.madeAt().plus(ttl)))
          .filter(claim -> !watched.contains(new BackendHandle(claim.handle())))
          .filter(claim -> over(claim, now))
          .forEach(claims::remove);
    } catch (TargetFailure failure) {
      LOG.atWarn().addKeyValue("error", failure.getMessage()).log("sweep was cut short");
    }
  }

  private boolean over(Claim claim, Instant now) {
    return kube.find(way.kind(), claim.meta().getNamespace(), claim.meta().getName())
        .map(driver -> over(driver, now))
        .orElse(true);
  }

  private boolean over(GenericKubernetesResource driver, Instant now) {
    return way.read(driver).observation().ended()
        && !now.isBefore(PodReading.endedAt(driver).plus(ttl));
  }
}
