package io.switchyard.ports.placement;

import io.switchyard.domain.job.admission.Usage;
import io.switchyard.domain.placement.BackendId;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/** What is known of backends, as a map. */
public final class InMemoryBackendStates implements BackendStates {

  private final Map<BackendId, BackendState> states = new HashMap<>();
  private final Supplier<Map<BackendId, Usage>> taken;

  public InMemoryBackendStates(Supplier<Map<BackendId, Usage>> taken) {
    this.taken = taken;
  }

  @Override
  public synchronized Map<BackendId, BackendState> read() {
    return Map.copyOf(states);
  }

  @Override
  public synchronized boolean save(BackendState next) {
    BackendState now = states.get(next.id());
    if ((now == null ? 0 : now.version()) != next.version()) {
      return false;
    }
    states.put(
        next.id(), new BackendState(next.id(), next.condition(), next.drain(), next.version() + 1));
    return true;
  }

  @Override
  public Map<BackendId, Usage> taken() {
    return taken.get();
  }
}
