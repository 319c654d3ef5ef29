package io.switchyard.app.http;

import io.javalin.http.Context;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Whether this process lives, and whether it can do its work. */
final class Health {

  private final BooleanSupplier storeAnswers;

  private final Readiness readiness;

  Health(BooleanSupplier storeAnswers, Readiness readiness) {
    this.storeAnswers = storeAnswers;
    this.readiness = readiness;
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
    Optional<String> hindrance = readiness.hindrance();
    if (hindrance.isPresent()) {
      throw Refusal.of(ProblemType.UNAVAILABLE, hindrance.get()).with("Retry-After", "2");
    }
    Replies.ok(ctx, Map.of("status", "UP"));
  }
}
