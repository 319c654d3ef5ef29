package io.switchyard.domain.job.etl;

import io.switchyard.domain.input.DidYouMean;
import io.switchyard.domain.input.Violation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The names in a spec and the rules between them. It is made from records or from a tree that may
 * have mistakes elsewhere, so that one answer names both kinds of mistake.
 *
 * @param sources the name of each source, null where it has none that can be used
 * @param transformations the name of each transformation, likewise
 * @param inputs the input of each sink, likewise
 */
record EtlNames(
    List<@Nullable String> sources,
    List<@Nullable String> transformations,
    List<@Nullable String> inputs) {

  static EtlNames of(
      List<EtlSource> sources, List<EtlTransformation> transformations, List<EtlSink> sinks) {
    return new EtlNames(
        names(sources, EtlSource::name),
        names(transformations, EtlTransformation::name),
        names(sinks, EtlSink::input));
  }

  private static <T> List<@Nullable String> names(List<T> items, Function<T, String> name) {
    List<@Nullable String> names = new ArrayList<>();
    items.forEach(item -> names.add(name.apply(item)));
    return names;
  }

  List<Violation> violations() {
    List<Violation> violations = new ArrayList<>();
    requireSome("sources", sources, violations);
    requireSome("sinks", inputs, violations);
    Map<String, String> owners = new LinkedHashMap<>();
    List<String> known = new ArrayList<>();
    claim("sources", sources, owners, known, violations);
    claim("transformations", transformations, owners, known, violations);
    IntStream.range(0, inputs.size())
        .forEach(i -> requireKnown(i, inputs.get(i), owners, known, violations));
    return violations;
  }

  private static void requireSome(String field, List<?> items, List<Violation> violations) {
    if (items.isEmpty()) {
      violations.add(new Violation(field, "", "is empty", "add at least one"));
    }
  }

  private static void claim(
      String field,
      List<@Nullable String> names,
      Map<String, String> owners,
      List<String> known,
      List<Violation> violations) {
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i);
      String place = field + "[" + i + "]";
      if (name == null) {
        continue;
      }
      String owner = owners.putIfAbsent(key(name), place);
      if (owner == null) {
        known.add(name);
      } else {
        violations.add(
            new Violation(
                place + ".name", name, "is already the name of " + owner, "give it another name"));
      }
    }
  }

  private static void requireKnown(
      int i,
      @Nullable String input,
      Map<String, String> owners,
      List<String> known,
      List<Violation> violations) {
    if (input == null || owners.containsKey(key(input))) {
      return;
    }
    String fix =
        DidYouMean.among(known, input)
            .map(near -> "did you mean " + near + "?")
            .orElseGet(() -> "known here: " + String.join(", ", known));
    violations.add(
        new Violation(
            "sinks[" + i + "].input", input, "is not the name of a source or transformation", fix));
  }

  /** Spark resolves the names of views without regard to case. */
  private static String key(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
