package io.switchyard.domain.input;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;

/** Names the fields in which two trees differ. */
public final class TreeDifference {

  private TreeDifference() {}

  /** Paths such as {@code config.spark_version}, sorted; empty if the trees are equal. */
  public static List<String> between(Map<String, Object> one, Map<String, Object> other) {
    TreeSet<String> paths = new TreeSet<>();
    compare("", one, other, paths);
    return List.copyOf(paths);
  }

  private static void compare(String path, Object one, Object other, TreeSet<String> paths) {
    if (one instanceof Map<?, ?> a && other instanceof Map<?, ?> b) {
      TreeSet<String> keys = new TreeSet<>();
      a.keySet().forEach(key -> keys.add(String.valueOf(key)));
      b.keySet().forEach(key -> keys.add(String.valueOf(key)));
      for (String key : keys) {
        String below = InputObject.join(path, key);
        Object left = a.get(key);
        Object right = b.get(key);
        if (left == null || right == null) {
          paths.add(below);
        } else {
          compare(below, left, right, paths);
        }
      }
    } else if (!Objects.equals(one, other)) {
      paths.add(path);
    }
  }
}
