package io.switchyard.ports.placement;

import java.util.List;

/** Shows the configured backends, in their order, as every process sees them. */
public final class GetBackends {

  private final Fleet fleet;

  public GetBackends(Fleet fleet) {
    this.fleet = fleet;
  }

  /** All of them, as the store has them now. Blocks for the store. */
  public List<BackendReport> all() {
    return fleet.reports();
  }
}
