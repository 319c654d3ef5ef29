package io.switchyard.domain.job.etl;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The fields that all sources, or all sinks, write in the same way. */
final class Trees {

  private Trees() {}

  static Map<String, Object> source(EtlSource source) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("name", source.name());
    tree.put("type", source.type());
    text(tree, "filter", source.filter());
    options(tree, source.options());
    return tree;
  }

  static Map<String, Object> sink(EtlSink sink) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("input", sink.input());
    tree.put("type", sink.type());
    tree.put("mode", sink.mode().word());
    options(tree, sink.options());
    return tree;
  }

  static void list(Map<String, Object> tree, String key, List<String> values) {
    if (!values.isEmpty()) {
      tree.put(key, values);
    }
  }

  static void text(Map<String, Object> tree, String key, @Nullable String value) {
    if (value != null) {
      tree.put(key, value);
    }
  }

  private static void options(Map<String, Object> tree, Map<String, String> options) {
    if (!options.isEmpty()) {
      tree.put("options", new TreeMap<>(options));
    }
  }
}
