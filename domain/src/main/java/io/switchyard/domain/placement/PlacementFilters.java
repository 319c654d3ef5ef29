package io.switchyard.domain.placement;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The rules that refuse, but for whether a backend could run the work. */
final class PlacementFilters {

  private PlacementFilters() {}

  /** The first rule that refuses the backend; null if none does. */
  static @Nullable Refusal refusal(PlacementAsk ask, long key, BackendSnapshot backend) {
    Refusal configured = configured(ask, backend);
    return configured == null ? now(ask, key, backend) : configured;
  }

  private static @Nullable Refusal configured(PlacementAsk ask, BackendSnapshot b) {
    Environment environment = ask.environment();
    if (environment != null
        && !b.environments().isEmpty()
        && !b.environments().contains(environment)) {
      return refuse(b, PlacementRule.ENVIRONMENT, "does not serve " + environment);
    }
    if (!b.terms().teams().isEmpty() && !b.terms().teams().contains(ask.team())) {
      return refuse(b, PlacementRule.TEAM, "does not serve team " + ask.team());
    }
    if (!ask.fence().isEmpty() && !within(ask, b)) {
      return refuse(b, PlacementRule.RESIDENCY, outside(ask, b));
    }
    Region region = ask.wish().region();
    if (ask.wish().must() && region != null && !b.standsIn(region)) {
      return refuse(b, PlacementRule.REGION, "is not in " + region);
    }
    return ask.clusters() && !b.runsClusters()
        ? refuse(b, PlacementRule.KIND, "runs jobs only")
        : null;
  }

  /** One that stands for every region may be anywhere. */
  private static boolean within(PlacementAsk ask, BackendSnapshot backend) {
    return !backend.regions().isEmpty() && ask.fence().containsAll(backend.regions());
  }

  private static String outside(PlacementAsk ask, BackendSnapshot backend) {
    String held = "team " + ask.team() + " is held to " + words(ask.fence());
    return backend.regions().isEmpty()
        ? "is not configured with a region, and " + held
        : "is in " + words(backend.regions()) + ", and " + held;
  }

  private static String words(Set<Region> regions) {
    return regions.size() == 1
        ? regions.iterator().next().value()
        : String.join(", ", regions.stream().map(Region::value).sorted().toList());
  }

  private static @Nullable Refusal now(PlacementAsk ask, long key, BackendSnapshot b) {
    if (b.share() <= 0) {
      return refuse(b, PlacementRule.HEALTH, "is unhealthy");
    } else if (!Draw.tried(key, b.id(), b.share())) {
      return refuse(b, PlacementRule.TRIAL, "is on trial after it failed");
    } else if (b.draining()) {
      return refuse(b, PlacementRule.DRAIN, "is being drained");
    } else if (!b.hasRoom(ask)) {
      return refuse(b, PlacementRule.CAPACITY, full(b));
    }
    return null;
  }

  private static String full(BackendSnapshot b) {
    return "has not enough room left: "
        + b.usedCores()
        + " of "
        + (b.terms().cores() == null ? "any number of" : b.terms().cores())
        + " cores and "
        + b.usedMemoryMb()
        + "m of "
        + (b.terms().memoryMb() == null ? "any amount of" : b.terms().memoryMb() + "m")
        + " memory are taken";
  }

  private static Refusal refuse(BackendSnapshot backend, PlacementRule rule, String reason) {
    return new Refusal(backend.id(), rule, reason);
  }
}
