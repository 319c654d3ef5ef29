package io.switchyard.app.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.switchyard.domain.input.Violation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** JSON as this API speaks it: strict when read, snake_case when written. */
public final class Json {

  /** How many objects and lists may stand in one another. */
  static final int MAX_DEPTH = 100;

  private static final ObjectMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          // As doubles, large numbers would turn into infinity.
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .build();

  private Json() {}

  /**
   * Reads one JSON value as a tree of maps, lists and scalars.
   *
   * @throws Refusal that says where the JSON is broken
   */
  static @Nullable Object read(byte[] json) {
    try {
      return MAPPER.readValue(json, Object.class);
    } catch (StreamConstraintsException e) {
      throw broken("is more than this API reads", "at most " + MAX_DEPTH + " levels deep", e);
    } catch (JsonProcessingException e) {
      throw broken("is not valid JSON", e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw Refusal.of(
          ProblemType.INVALID_REQUEST,
          new Violation("body", "", "is not valid JSON", "it must be UTF-8"));
    }
  }

  private static Refusal broken(String rule, @Nullable String why, JsonProcessingException e) {
    JsonLocation at = e.getLocation();
    String where = at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr();
    String reason = why == null ? "" : why.lines().findFirst().orElse("");
    return Refusal.of(ProblemType.INVALID_REQUEST, new Violation("body", "", rule + where, reason));
  }

  /** What {@link #write} would write, as a tree. */
  public static Map<String, Object> tree(Object value) {
    return MAPPER.convertValue(value, new TypeReference<>() {});
  }

  /** Writes what this API made itself. */
  static byte[] write(Object value) {
    try {
      return MAPPER.writeValueAsBytes(value);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
