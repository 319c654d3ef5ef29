package io.switchyard.adapters.k8s;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.switchyard.domain.job.Observation;
import io.switchyard.domain.job.Observation.Phase;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an object says of a driver.
 *
 * @param word in the object's own vocabulary
 */
record Reading(String word, Observation observation) {

  static Reading of(String word, Phase phase, String detail) {
    return new Reading(word, new Observation(phase, detail));
  }

  /** A word that is not known here, which changes nothing. */
  static Reading unknown(String who, String word) {
    return of(word, Phase.UNKNOWN, who + " says " + word);
  }

  /** The text at a path of an object; empty if there is none. */
  static String text(GenericKubernetesResource object, Object... path) {
    return text(object.get(path));
  }

  static String text(@Nullable Object value) {
    return value == null ? "" : value.toString();
  }

  /** A field of a tree; null if it is none or has none. */
  static @Nullable Object field(@Nullable Object tree, String name) {
    return tree instanceof Map<?, ?> map ? map.get(name) : null;
  }
}
