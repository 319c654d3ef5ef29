package io.switchyard.agent;

import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes trees of maps, iterables, text, numbers, booleans and null as JSON. */
final class Json {

  private Json() {}

  static String write(@Nullable Object value) {
    StringBuilder out = new StringBuilder();
    put(out, value);
    return out.toString();
  }

  private static void put(StringBuilder out, @Nullable Object value) {
    if (value == null || value instanceof Number || value instanceof Boolean) {
      out.append(value);
    } else if (value instanceof Map<?, ?> map) {
      object(out, map);
    } else if (value instanceof Iterable<?> list) {
      array(out, list.iterator());
    } else {
      text(out, value.toString());
    }
  }

  private static void object(StringBuilder out, Map<?, ?> map) {
    char before = '{';
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      out.append(before);
      text(out, String.valueOf(entry.getKey()));
      out.append(':');
      put(out, entry.getValue());
      before = ',';
    }
    out.append(before == '{' ? "{}" : "}");
  }

  private static void array(StringBuilder out, Iterator<?> list) {
    out.append('[');
    while (list.hasNext()) {
      put(out, list.next());
      out.append(list.hasNext() ? "," : "");
    }
    out.append(']');
  }

  private static void text(StringBuilder out, String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c < ' ' || Character.isSurrogate(c)) {
        // Also halves of pairs, which no encoding could write.
        out.append("\\u%04x".formatted((int) c));
      } else {
        out.append(c);
      }
    }
    out.append('"');
  }
}
