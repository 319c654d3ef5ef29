package io.switchyard.app.http;

import io.switchyard.domain.placement.Placement;
import io.switchyard.domain.placement.Refusal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Why something is on its backend, as the API shows it. */
public record PlacementView(
    String rule,
    String reason,
    @Nullable String waitsFor,
    String decidedAt,
    List<RefusedView> refused) {

  /** Why another backend was not chosen. */
  public record RefusedView(String backend, String rule, String reason) {

    static RefusedView of(Refusal refusal) {
      return new RefusedView(refusal.backend().value(), refusal.rule().word(), refusal.reason());
    }
  }

  static @Nullable PlacementView of(@Nullable Placement placement) {
    return placement == null ? null : shown(placement);
  }

  static PlacementView shown(Placement placement) {
    Refusal waits = placement.waits();
    return new PlacementView(
        placement.rule().word(),
        placement.reason(),
        waits == null ? null : waits.backend() + " " + waits.reason(),
        placement.at().toString(),
        placement.refused().stream().map(RefusedView::of).toList());
  }
}
