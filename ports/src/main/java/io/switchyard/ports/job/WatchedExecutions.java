package io.switchyard.ports.job;

import io.switchyard.domain.job.ExecutionId;
import io.switchyard.domain.job.ExecutionState.OnBackend;
import io.switchyard.domain.placement.BackendId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The watched executions of each backend, kept from look to look so that only those that changed
 * are read again. What is kept is believed only if the store has the same version of it, and is
 * shown to nobody.
 */
final class WatchedExecutions {

  /** Read in one statement. */
  private static final int PIECE = 1000;

  private final Watches watches;
  private final Map<BackendId, Map<ExecutionId, Claimed>> kept = new ConcurrentHashMap<>();

  WatchedExecutions(Watches watches) {
    this.watches = watches;
  }

  /** Those of the backend as the store has them now. */
  List<Claimed> of(BackendId backend) {
    Map<ExecutionId, Claimed> before = kept.getOrDefault(backend, Map.of());
    Map<ExecutionId, Long> versions = watches.versions(backend);
    Map<ExecutionId, Claimed> now = new HashMap<>(versions.size() * 2);
    List<ExecutionId> changed = new ArrayList<>();
    versions.forEach(
        (id, version) -> {
          Claimed known = before.get(id);
          if (known != null && known.version() == version) {
            now.put(id, known);
          } else {
            changed.add(id);
          }
        });
    for (List<ExecutionId> some : inPieces(changed, PIECE)) {
      for (Claimed read : watches.read(some)) {
        // It may have moved on since its version was read.
        if (read.execution().state() instanceof OnBackend && read.execution().watched()) {
          now.put(read.execution().id(), read);
        }
      }
    }
    kept.put(backend, now);
    return List.copyOf(now.values());
  }

  static <T> List<List<T>> inPieces(List<T> all, int size) {
    List<List<T>> pieces = new ArrayList<>();
    for (int from = 0; from < all.size(); from += size) {
      pieces.add(all.subList(from, Math.min(from + size, all.size())));
    }
    return pieces;
  }
}
