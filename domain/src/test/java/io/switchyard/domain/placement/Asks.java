package io.switchyard.domain.placement;

import io.switchyard.domain.placement.PlacementAsk.Wish;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Questions and backends for tests. */
final class Asks {

  static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  static final Region WEST = new Region("us-west-2");
  static final Region EAST = new Region("us-east-1");
  static final Region EU = new Region("eu-west-1");

  private Asks() {}

  static PlacementAsk job(String key) {
    return new PlacementAsk(key, "growth", false, null, Set.of(), Wish.NONE, null, 1, 1024, NOW);
  }

  static PlacementAsk heldTo(String key, Region... fence) {
    return new PlacementAsk(
        key, "growth", false, null, Set.of(fence), Wish.NONE, null, 1, 1024, NOW);
  }

  static PlacementAsk wishing(String key, Wish wish) {
    return new PlacementAsk(key, "growth", false, null, Set.of(), wish, null, 1, 1024, NOW);
  }

  static PlacementAsk cluster(Region region, @Nullable BackendKind kind) {
    Wish wish = new Wish(region, true, kind);
    return new PlacementAsk(
        "k", "growth", true, Environment.PROD, Set.of(), wish, null, 10, 40960, NOW);
  }

  static BackendSnapshot backend(String id, int order, Region... regions) {
    return new BackendSnapshot(
        new BackendId(id),
        BackendKind.SK8,
        Set.of(regions),
        Set.of(),
        BackendTerms.ofOrder(order),
        true,
        Health.HEALTHY,
        1,
        false,
        0,
        0);
  }

  static BackendSnapshot weighing(String id, int weight, double cost) {
    return terms(backend(id, 0), new BackendTerms(0, weight, cost, Set.of(), null, null, null));
  }

  static BackendSnapshot terms(BackendSnapshot b, BackendTerms terms) {
    return new BackendSnapshot(
        b.id(),
        b.kind(),
        b.regions(),
        b.environments(),
        terms,
        b.runsClusters(),
        b.health(),
        b.share(),
        b.draining(),
        b.usedCores(),
        b.usedMemoryMb());
  }

  static BackendSnapshot kind(BackendSnapshot b, BackendKind kind) {
    return new BackendSnapshot(
        b.id(),
        kind,
        b.regions(),
        b.environments(),
        b.terms(),
        kind != BackendKind.STANDALONE,
        b.health(),
        b.share(),
        b.draining(),
        b.usedCores(),
        b.usedMemoryMb());
  }

  static BackendSnapshot faring(BackendSnapshot b, double share, boolean draining) {
    Health health = share == 0 ? Health.UNHEALTHY : share < 1 ? Health.DEGRADED : Health.HEALTHY;
    return new BackendSnapshot(
        b.id(),
        b.kind(),
        b.regions(),
        b.environments(),
        b.terms(),
        b.runsClusters(),
        health,
        share,
        draining,
        b.usedCores(),
        b.usedMemoryMb());
  }

  static BackendSnapshot loaded(BackendSnapshot b, long cores, long memoryMb) {
    return new BackendSnapshot(
        b.id(),
        b.kind(),
        b.regions(),
        b.environments(),
        b.terms(),
        b.runsClusters(),
        b.health(),
        b.share(),
        b.draining(),
        cores,
        memoryMb);
  }
}
