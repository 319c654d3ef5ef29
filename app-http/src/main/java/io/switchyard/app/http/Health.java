package io.switchyard.app.http;

import io.javalin.http.Context;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** Whether this process lives, and whether it can do its work. */
final class Health {

  private final BooleanSupplier storeAnswers;

  Health(BooleanSupplier storeAnswers) {
    this.storeAnswers = storeAnswers;
  }

  void live(Context ctx) {
    Replies.ok(ctx, Map.of("status", "UP"));
  }

  /** Backends do not count: while one is away, jobs are accepted and wait for it. */
  void ready(Context ctx) {
    if (!storeAnswers.getAsBoolean()) {
      throw Refusal.of(ProblemType.UNAVAILABLE, "The store does not answer.")
          .with("Retry-After", "2");
    }
    Replies.ok(ctx, Map.of("status", "UP"));
  }
}
