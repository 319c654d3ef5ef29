package io.switchyard.ports.cluster;

import io.switchyard.domain.cluster.ClusterRequest;
import io.switchyard.domain.input.DidYouMean;
import io.switchyard.domain.input.Violation;
import io.switchyard.domain.placement.BackendKind;
import io.switchyard.domain.placement.Region;
import io.switchyard.ports.placement.Backend;
import io.switchyard.ports.placement.Backends;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Where clusters may be asked for, and with what.
 *
 * @param regions every region there is
 */
public record ClusterPlaces(Backends backends, Set<Region> regions, Catalogs catalogs) {

  public ClusterPlaces {
    regions = Set.copyOf(regions);
  }

  /** What is wrong with a request before any backend is asked. */
  List<Violation> violations(ClusterRequest request) {
    List<Violation> violations = new ArrayList<>();
    if (!regions.contains(request.region())) {
      violations.add(unknown("region", request.region().value(), "region", words(regions)));
    } else if (serving(request).isEmpty()) {
      violations.add(
          new Violation(
              "region",
              request.region().value(),
              "has no backend that runs clusters for " + request.environment(),
              "ask in another region or environment"));
    }
    for (Region region : regions) {
      if (request.team().name().endsWith("-" + region)) {
        violations.add(
            new Violation(
                "team",
                request.team().name(),
                "ends in the region word " + region,
                "host names would be ambiguous; choose another team name"));
      }
    }
    for (String catalog : request.catalogs()) {
      if (!catalogs.names().contains(catalog)) {
        violations.add(
            unknown("catalogs", catalog, "configured catalog", new TreeSet<>(catalogs.names())));
      }
    }
    return violations;
  }

  private static Set<String> words(Set<Region> regions) {
    Set<String> words = new TreeSet<>();
    regions.forEach(region -> words.add(region.value()));
    return words;
  }

  private static Violation unknown(String field, String value, String what, Set<String> known) {
    String fix =
        DidYouMean.among(known, value)
            .map(near -> "did you mean " + near + "?")
            .orElse(known.isEmpty() ? "none is configured" : "known: " + String.join(", ", known));
    return new Violation(field, value, "is not a " + what, fix);
  }

  /** The backends that serve the request's environment and region, the preferred kind first. */
  List<Backend> serving(ClusterRequest request) {
    BackendKind preferred = request.preferredBackend();
    return backends.all().stream()
        .filter(backend -> backend.place().serves(request.environment(), request.region()))
        .filter(Backend::runsClusters)
        .sorted(Comparator.comparing(backend -> backend.place().kind() != preferred))
        .toList();
  }
}
