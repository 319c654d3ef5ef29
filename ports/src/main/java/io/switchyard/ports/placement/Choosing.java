package io.switchyard.ports.placement;

import io.switchyard.domain.input.Violation;
import io.switchyard.domain.placement.BackendId;
import io.switchyard.domain.placement.BackendSnapshot;
import io.switchyard.domain.placement.Placement;
import io.switchyard.domain.placement.PlacementAsk;
import io.switchyard.domain.placement.PlacementPolicy;
import io.switchyard.domain.placement.PlacementRule;
import io.switchyard.domain.placement.Placing;
import io.switchyard.domain.placement.Refusal;
import io.switchyard.domain.placement.Region;
import io.switchyard.ports.job.Fit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One choice, with what the backends said that were asked. */
final class Choosing {

  private final Fleet fleet;
  private final PlacementAsk ask;
  private final Function<Backend, Fit> fitting;
  private final Map<BackendId, Fit> fits = new HashMap<>();

  Choosing(Fleet fleet, PlacementAsk ask, Function<Backend, Fit> fitting) {
    this.fleet = fleet;
    this.ask = ask;
    this.fitting = fitting;
  }

  Choice choose() {
    return result(PlacementPolicy.place(ask, fleet.snapshots(), this::refusal));
  }

  Choice explain() {
    List<BackendSnapshot> snapshots = fleet.snapshots();
    return result(PlacementPolicy.explain(ask, snapshots, this::refusal));
  }

  private @Nullable String refusal(BackendId id) {
    Fit fit =
        fits.computeIfAbsent(id, one -> fitting.apply(fleet.backends().find(one).orElseThrow()));
    return fit instanceof Fit.Refuses refuses
        ? refuses.violations().stream().map(Violation::sentence).collect(Collectors.joining("; "))
        : null;
  }

  private Choice result(Placing placing) {
    return placing.fold(at -> chosen(at.placement()), nowhere -> refused(nowhere.refused()));
  }

  private Choice chosen(Placement placement) {
    Backend backend = fleet.backends().find(placement.backend()).orElseThrow();
    var runs = (Fit.Runs) Objects.requireNonNull(fits.get(placement.backend()));
    return new Choice.Chosen(placement, backend, runs.sparkVersion(), runs.notes());
  }

  /** What the backends said themselves comes first: only that can be mended in the request. */
  private Choice refused(List<Refusal> refused) {
    List<Violation> violations = new ArrayList<>();
    List<Violation> others = new ArrayList<>();
    for (Refusal refusal : refused) {
      if (fits.get(refusal.backend()) instanceof Fit.Refuses refuses) {
        violations.addAll(refuses.violations());
      } else {
        others.add(violation(refusal));
      }
    }
    violations.addAll(others);
    return new Choice.Refused(violations.stream().distinct().toList());
  }

  private Violation violation(Refusal refusal) {
    String rule = "cannot be placed on backend " + refusal.backend() + ": it " + refusal.reason();
    return switch (refusal.rule()) {
      case ENVIRONMENT ->
          new Violation("environment", "" + ask.environment(), rule, "name another environment");
      case REGION -> new Violation("region", region(), rule, "name another region");
      case KIND -> new Violation("region", region(), rule, "name another region");
      default ->
          new Violation(
              "team",
              ask.team(),
              rule,
              refusal.rule() == PlacementRule.RESIDENCY
                  ? "have a backend configured there"
                  : "have the team added to what the backend serves");
    };
  }

  private String region() {
    Region region = ask.wish().region();
    return region == null ? "" : region.value();
  }
}
