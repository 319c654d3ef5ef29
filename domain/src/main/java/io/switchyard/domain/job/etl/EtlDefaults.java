package io.switchyard.domain.job.etl;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Fills in the names that a spec may leave out, in the raw tree and before anything is checked.
 * Whatever has another shape than expected passes through untouched, for the reader to refuse.
 */
final class EtlDefaults {

  private EtlDefaults() {}

  /** A copy of {@code raw} in which every name is written that can be told. */
  static @Nullable Object fill(@Nullable Object raw) {
    if (!(raw instanceof Map<?, ?> spec)) {
      return raw;
    }
    Map<Object, @Nullable Object> filled = new LinkedHashMap<>(spec);
    List<?> sources = list(spec.get("sources"));
    if (sources.size() == 1) {
      List<@Nullable Object> named = new ArrayList<>();
      named.add(with(sources.get(0), "name", "source"));
      put(filled, "sources", named);
    }
    List<@Nullable Object> transformations = new ArrayList<>();
    for (Object item : list(spec.get("transformations"))) {
      transformations.add(with(item, "name", "transformation_" + (transformations.size() + 1)));
    }
    put(filled, "transformations", transformations);
    fillInputs(filled);
    return filled;
  }

  private static void fillInputs(Map<Object, @Nullable Object> spec) {
    EtlNames names = names(spec);
    List<@Nullable String> candidates =
        names.transformations().isEmpty() ? names.sources() : names.transformations();
    boolean clear = !names.transformations().isEmpty() || candidates.size() == 1;
    String input = clear ? candidates.get(candidates.size() - 1) : null;
    if (input != null) {
      List<@Nullable Object> sinks = new ArrayList<>();
      list(spec.get("sinks")).forEach(sink -> sinks.add(with(sink, "input", input)));
      put(spec, "sinks", sinks);
    }
  }

  /** The names in a tree, whatever else is wrong with it. */
  static EtlNames names(@Nullable Object raw) {
    Map<?, ?> spec = raw instanceof Map<?, ?> map ? map : Map.of();
    return new EtlNames(
        texts(spec.get("sources"), "name"),
        texts(spec.get("transformations"), "name"),
        texts(spec.get("sinks"), "input"));
  }

  private static List<@Nullable String> texts(@Nullable Object items, String key) {
    List<@Nullable String> texts = new ArrayList<>();
    for (Object item : list(items)) {
      boolean given = item instanceof Map<?, ?> map && map.get(key) instanceof String;
      texts.add(given ? (String) ((Map<?, ?>) item).get(key) : null);
    }
    return texts;
  }

  private static List<?> list(@Nullable Object raw) {
    return raw instanceof List<?> list ? list : List.of();
  }

  /** Replaces a list, but never puts one where none was. */
  private static void put(Map<Object, @Nullable Object> spec, String key, List<?> items) {
    if (!items.isEmpty()) {
      spec.put(key, items);
    }
  }

  private static @Nullable Object with(@Nullable Object item, String key, String value) {
    if (!(item instanceof Map<?, ?> map) || map.get(key) != null) {
      return item;
    }
    Map<Object, @Nullable Object> copy = new LinkedHashMap<>(map);
    copy.put(key, value);
    return copy;
  }
}
