package io.switchyard.domain.input;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Turns one raw value of an input tree into a typed one, or refuses it.
 *
 * <p>A raw value is what JSON and YAML parsers produce without binding: {@code Map}, {@code List},
 * {@code String}, {@code Number}, {@code Boolean} or null.
 *
 * @param <T> what is read
 */
@FunctionalInterface
public interface InputReader<T> {

  /**
   * Reads {@code raw}.
   *
   * @throws InvalidValue when the value itself is wrong
   * @throws InvalidInput when something below it is wrong; paths are relative to the value
   */
  T read(@Nullable Object raw);

  /** This reader followed by {@code next}, which may throw {@link InvalidValue}. */
  default <R> InputReader<R> then(Function<? super T, ? extends R> next) {
    return raw -> next.apply(read(raw));
  }

  /** A string; numbers and booleans are not accepted in its place. */
  static InputReader<String> text() {
    return raw -> {
      if (raw instanceof String s) {
        return s;
      }
      throw InvalidValue.of(shown(raw), "is " + kind(raw) + ", not a string", "put it in quotes");
    };
  }

  /** A string with at least one character that is not white space. */
  static InputReader<String> nonBlankText() {
    return text()
        .then(
            s -> {
              if (s.isBlank()) {
                throw InvalidValue.of(s, "is blank", "give it a value or leave the field out");
              }
              return s;
            });
  }

  /** A whole number from {@code min} to {@code max}, both included. */
  static InputReader<Integer> integer(int min, int max) {
    return wholeNumber(min, max).then(Long::intValue);
  }

  /** A whole number from {@code min} to {@code max}, both included. */
  static InputReader<Long> wholeNumber(long min, long max) {
    return raw -> {
      if (!(raw instanceof Number n)) {
        String fix = raw instanceof String ? "write it without quotes" : "";
        throw InvalidValue.of(shown(raw), "is " + kind(raw) + ", not a whole number", fix);
      }
      if (!Double.isFinite(n.doubleValue())) {
        throw InvalidValue.of(shown(raw), "is not a whole number", "");
      }
      BigDecimal exact = new BigDecimal(n.toString());
      if (exact.stripTrailingZeros().scale() > 0) {
        throw InvalidValue.of(shown(raw), "is not a whole number", "");
      }
      if (exact.compareTo(BigDecimal.valueOf(min)) < 0
          || exact.compareTo(BigDecimal.valueOf(max)) > 0) {
        throw InvalidValue.of(shown(raw), "is outside " + min + " to " + max, "");
      }
      return exact.longValueExact();
    };
  }

  /** {@code true} or {@code false}. */
  static InputReader<Boolean> bool() {
    return raw -> {
      if (raw instanceof Boolean b) {
        return b;
      }
      throw InvalidValue.of(shown(raw), "is " + kind(raw) + ", not true or false", "");
    };
  }

  /**
   * One word of a closed set; case counts. A refusal lists the words in the map's own order, so
   * give a map that has one.
   */
  static <T> InputReader<T> oneOf(Map<String, T> words) {
    return text()
        .then(
            s -> {
              T found = words.get(s);
              if (found == null) {
                throw InvalidValue.of(
                    s,
                    "is not one of " + String.join(", ", words.keySet()),
                    DidYouMean.among(words.keySet(), s)
                        .map(w -> "did you mean " + w + "?")
                        .orElse(""));
              }
              return found;
            });
  }

  /** An enum by its names in lower case, in the order of declaration. */
  static <E extends Enum<E>> InputReader<E> lowerCaseEnum(Class<E> type) {
    Map<String, E> words = new LinkedHashMap<>();
    for (E constant : type.getEnumConstants()) {
      words.put(constant.name().toLowerCase(Locale.ROOT), constant);
    }
    return oneOf(words);
  }

  /** A list whose every item is read by {@code item}; all bad items are reported. */
  static <T> InputReader<List<T>> listOf(InputReader<T> item) {
    return raw -> {
      if (!(raw instanceof List<?> list)) {
        throw InvalidValue.of(shown(raw), "is " + kind(raw) + ", not a list", "use [ … ]");
      }
      List<T> items = new ArrayList<>();
      List<Violation> violations = new ArrayList<>();
      for (int i = 0; i < list.size(); i++) {
        try {
          items.add(item.read(list.get(i)));
        } catch (InvalidValue e) {
          violations.add(e.violation().under("[" + i + "]"));
        } catch (InvalidInput e) {
          violations.addAll(e.under("[" + i + "]").violations());
        }
      }
      if (!violations.isEmpty()) {
        throw new InvalidInput(violations);
      }
      return List.copyOf(items);
    };
  }

  /** A map of free keys to scalars; numbers and booleans are taken as their text. */
  static InputReader<Map<String, String>> textMap() {
    return raw -> {
      Map<String, String> result = new LinkedHashMap<>();
      List<Violation> violations = new ArrayList<>();
      entriesOf(raw)
          .forEach(
              (key, value) -> {
                if (value instanceof String
                    || value instanceof Number
                    || value instanceof Boolean) {
                  result.put(key, value.toString());
                } else {
                  violations.add(
                      new Violation(key, shown(value), "is " + kind(value) + ", not a string", ""));
                }
              });
      if (!violations.isEmpty()) {
        throw new InvalidInput(violations);
      }
      return Map.copyOf(result);
    };
  }

  /** An object whose keys are free, as far as {@code key} lets them; all mistakes are reported. */
  static <K, V> InputReader<Map<K, V>> mapOf(Function<String, K> key, InputReader<V> value) {
    return raw -> {
      Map<K, V> result = new LinkedHashMap<>();
      List<Violation> violations = new ArrayList<>();
      entriesOf(raw)
          .forEach(
              (name, item) -> {
                try {
                  result.put(key.apply(name), value.read(item));
                } catch (InvalidValue e) {
                  violations.add(e.violation().under(name));
                } catch (InvalidInput e) {
                  violations.addAll(e.under(name).violations());
                }
              });
      if (!violations.isEmpty()) {
        throw new InvalidInput(violations);
      }
      return Collections.unmodifiableMap(result);
    };
  }

  /** An object with known keys, read by {@code body}; unknown keys are refused. */
  static <T> InputReader<T> object(Function<InputObject, T> body) {
    return raw -> InputObject.read(raw, body);
  }

  /** How a raw value is named in messages: {@code a list}, {@code a number}, … */
  private static String kind(@Nullable Object raw) {
    if (raw == null) {
      return "null";
    } else if (raw instanceof Map) {
      return "an object";
    } else if (raw instanceof List) {
      return "a list";
    } else if (raw instanceof Number) {
      return "a number";
    } else if (raw instanceof Boolean) {
      return "a boolean";
    }
    return "a string";
  }

  private static String shown(@Nullable Object raw) {
    return raw == null || raw instanceof Map || raw instanceof List ? "" : raw.toString();
  }

  /** The entries of an object, or a refusal that says what came instead. */
  static Map<String, @Nullable Object> entriesOf(@Nullable Object raw) {
    if (!(raw instanceof Map<?, ?> map)) {
      throw InvalidValue.of(shown(raw), "is " + kind(raw) + ", not an object", "use { … }");
    }
    Map<String, @Nullable Object> entries = new LinkedHashMap<>();
    map.forEach((k, v) -> entries.put(String.valueOf(k), v));
    return entries;
  }
}
