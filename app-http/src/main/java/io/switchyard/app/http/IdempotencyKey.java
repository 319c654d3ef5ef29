package io.switchyard.app.http;

import io.javalin.http.Context;
import io.switchyard.domain.input.Violation;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The header that says the same as the field of the body. */
final class IdempotencyKey {

  private static final String HEADER = "Idempotency-Key";
  private static final String FIELD = "idempotency_key";

  private IdempotencyKey() {}

  /** The body with the key of the header, if there is one, in its place. */
  static @Nullable Object into(@Nullable Object tree, Context ctx) {
    String header = ctx.header(HEADER);
    if (header == null || !(tree instanceof Map<?, ?> body)) {
      return tree;
    }
    // Some clients quote it, as the draft of that header asks for.
    boolean quoted = header.length() > 1 && header.startsWith("\"") && header.endsWith("\"");
    String key = quoted ? header.substring(1, header.length() - 1) : header;
    Object said = body.get(FIELD);
    if (said != null && !said.equals(key)) {
      throw Refusal.of(
          ProblemType.INVALID_REQUEST,
          new Violation(
              FIELD,
              String.valueOf(said),
              "differs from the header " + HEADER + ", which is \"" + key + "\"",
              "give one of the two"));
    }
    Map<Object, Object> whole = new LinkedHashMap<>(body);
    whole.put(FIELD, key);
    return whole;
  }
}
