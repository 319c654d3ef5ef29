package io.switchyard.app.http;

import static io.switchyard.domain.input.InputReader.text;

import io.javalin.http.Context;
import io.switchyard.domain.input.InputObject;
import io.switchyard.domain.input.InputReader;
import io.switchyard.domain.input.InvalidValue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Reads query parameters with the reader that reads bodies, so that both refuse alike. */
final class Query {

  private Query() {}

  /**
   * Reads all parameters; one that {@code body} does not name is refused.
   *
   * @throws io.switchyard.domain.input.InvalidInput with every mistake in them
   */
  static <T> T read(Context ctx, Function<InputObject, T> body) {
    Map<String, Object> tree = new LinkedHashMap<>();
    ctx.queryParamMap().forEach((name, values) -> tree.put(name, once(values)));
    return InputObject.readRoot(tree, body);
  }

  private static Object once(List<String> values) {
    return values.size() == 1 ? values.get(0) : new Repeated(values.size());
  }

  private record Repeated(int times) {}

  /** A parameter that is given at most once. */
  static InputReader<String> single() {
    return raw -> {
      if (raw instanceof Repeated repeated && repeated.times() == 0) {
        throw InvalidValue.of("", "is not percent-encoded UTF-8", "encode it anew");
      } else if (raw instanceof Repeated repeated) {
        throw InvalidValue.of("", "is given " + repeated.times() + " times", "give it once");
      }
      return text().read(raw);
    };
  }

  /** A whole number in decimal digits. */
  static InputReader<Long> number(long min, long max) {
    return single()
        .then(
            digits -> {
              if (!digits.matches("-?\\d{1,18}")) {
                throw InvalidValue.of(digits, "is not a whole number", "");
              }
              long value = Long.parseLong(digits);
              if (value < min || value > max) {
                throw InvalidValue.of(digits, "is outside " + min + " to " + max, "");
              }
              return value;
            });
  }

  /** {@code true} or {@code false}. */
  static InputReader<Boolean> flag() {
    return raw -> InputReader.oneOf(Map.of("true", true, "false", false)).read(single().read(raw));
  }

  /** One word of a closed set. */
  static <T> InputReader<T> oneOf(Map<String, T> words) {
    return raw -> InputReader.oneOf(words).read(single().read(raw));
  }
}
