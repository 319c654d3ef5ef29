package io.switchyard.adapters.jdbi;

import io.switchyard.domain.placement.Placement;
import io.switchyard.domain.placement.PlacementForm;
import java.time.DateTimeException;
import org.jspecify.annotations.Nullable;

/** A placement as the JSON text of its tree. */
final class PlacementJson {

  private PlacementJson() {}

  static @Nullable String write(@Nullable Placement placement) {
    return placement == null ? null : Json.write(PlacementForm.write(placement));
  }

  /**
   * What {@link #write} wrote; null if another release wrote it in words that are not known here.
   */
  static @Nullable Placement read(@Nullable String json) {
    try {
      return json == null ? null : PlacementForm.read(Json.read(json));
    } catch (IllegalArgumentException | DateTimeException notUnderstood) {
      // It is for people only; nothing is done by it.
      return null;
    }
  }
}
