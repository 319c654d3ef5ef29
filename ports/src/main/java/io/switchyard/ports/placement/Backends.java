package io.switchyard.ports.placement;

import io.switchyard.domain.placement.BackendId;
import java.util.List;
import java.util.Optional;

/**
 * The configured backends in order of preference.
 *
 * @param all at least one, ids unique
 */
public record Backends(List<Backend> all) {

  public Backends {
    all = List.copyOf(all);
    if (all.isEmpty()) {
      throw new IllegalArgumentException("no backend");
    }
    if (all.stream().map(Backend::id).distinct().count() != all.size()) {
      throw new IllegalArgumentException(
          "backend ids repeat: " + all.stream().map(Backend::id).toList());
    }
  }

  /** The backend of that name; empty if it is not configured any more. */
  public Optional<Backend> find(BackendId id) {
    return all.stream().filter(backend -> backend.id().equals(id)).findFirst();
  }
}
