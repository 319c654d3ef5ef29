package io.switchyard.domain.input;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One object of an input while it is read. Each getter names a key that may occur; a mistake is
 * noted and reading goes on, so that one answer lists them all. {@link #build} ends the reading: it
 * refuses keys that no getter named, and makes the result only if nothing was wrong.
 *
 * <pre>{@code
 * InputObject.read(tree, in -> {
 *   Supplier<String> name = in.required("name", InputReader.text());
 *   Supplier<Optional<Integer>> limit = in.optional("limit", InputReader.integer(1, 500));
 *   return in.build(() -> new Request(name.get(), limit.get()));
 * });
 * }</pre>
 *
 * <p>A key whose value is null counts as absent. Not safe for use by several threads.
 */
public final class InputObject {

  private final Map<String, @Nullable Object> entries;
  private final Set<String> known = new LinkedHashSet<>();
  private final List<Violation> violations = new ArrayList<>();

  private InputObject(Map<String, @Nullable Object> entries) {
    this.entries = entries;
  }

  /**
   * Reads {@code raw} as an object.
   *
   * @throws InvalidValue if it is not an object
   * @throws InvalidInput with every mistake in it
   */
  public static <T> T read(@Nullable Object raw, Function<InputObject, T> body) {
    return body.apply(new InputObject(InputReader.entriesOf(raw)));
  }

  /** Reads the root of an input: as {@link #read}, but every mistake comes as InvalidInput. */
  public static <T> T readRoot(@Nullable Object raw, Function<InputObject, T> body) {
    try {
      return read(raw, body);
    } catch (InvalidValue e) {
      throw new InvalidInput(List.of(e.violation()));
    }
  }

  /** A key that must be there; the supplier may be called only inside {@link #build}. */
  public <T> Supplier<T> required(String key, InputReader<T> reader) {
    Supplier<Optional<T>> value = optional(key, reader);
    if (entries.get(key) == null) {
      violations.add(new Violation(key, "", "is required", "add it"));
    }
    return () -> value.get().orElseThrow();
  }

  /**
   * A key that may be left out. The supplier may be called at any time; it is empty also when the
   * value was refused.
   */
  public <T> Supplier<Optional<T>> optional(String key, InputReader<T> reader) {
    known.add(key);
    Object raw = entries.get(key);
    Optional<T> value = raw == null ? Optional.empty() : noting(key, () -> reader.read(raw));
    return () -> value;
  }

  /** A key that may be left out and then has a value of its own. */
  public <T> Supplier<T> optional(String key, InputReader<T> reader, T absent) {
    Supplier<Optional<T>> value = optional(key, reader);
    return () -> value.get().orElse(absent);
  }

  /** Whether the key was given with a value other than null. */
  public boolean has(String key) {
    return entries.get(key) != null;
  }

  /** The value under the key as it was given, or null. */
  public @Nullable Object raw(String key) {
    return entries.get(key);
  }

  /** Notes a mistake that concerns this object as a whole or several of its keys. */
  public void refuse(String field, String value, String rule, String fix) {
    violations.add(new Violation(field, value, rule, fix));
  }

  /**
   * Ends the reading of this object and makes its value.
   *
   * @throws InvalidInput if any key was unknown, missing or wrong, or {@code result} refused the
   *     combination with {@link InvalidValue}
   */
  public <T> T build(Supplier<T> result) {
    entries.keySet().stream().filter(key -> !known.contains(key)).forEach(this::refuseUnknown);
    Optional<T> built = violations.isEmpty() ? noting("", result) : Optional.empty();
    return built.orElseThrow(() -> new InvalidInput(violations));
  }

  private void refuseUnknown(String key) {
    String fix =
        DidYouMean.among(known, key)
            .map(near -> "did you mean " + near + "?")
            .orElseGet(() -> "known here: " + known.stream().sorted().collect(joining(", ")));
    violations.add(new Violation(key, "", "is not a known field", fix));
  }

  private <T> Optional<T> noting(String key, Supplier<T> reading) {
    try {
      return Optional.of(reading.get());
    } catch (InvalidValue e) {
      violations.add(e.violation().under(key));
    } catch (InvalidInput e) {
      violations.addAll(e.under(key).violations());
    }
    return Optional.empty();
  }

  /** {@code a} and {@code b} as one path: {@code a.b}, {@code a[0]}, or whichever is not empty. */
  static String join(String parent, String child) {
    if (parent.isEmpty() || child.isEmpty()) {
      return parent + child;
    }
    return child.startsWith("[") ? parent + child : parent + "." + child;
  }
}
