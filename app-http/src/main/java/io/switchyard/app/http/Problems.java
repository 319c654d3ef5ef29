package io.switchyard.app.http;

import static java.util.stream.Collectors.joining;

import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.switchyard.domain.input.DidYouMean;
import io.switchyard.domain.input.InvalidInput;
import io.switchyard.domain.input.InvalidValue;
import io.switchyard.domain.input.Violation;
import io.switchyard.ports.TargetFailure;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes a problem of everything that can go wrong while a request is served. */
public final class Problems {

  private static final Logger LOG = LoggerFactory.getLogger(Problems.class);

  private final List<Route> routes;

  Problems(List<Route> routes) {
    this.routes = List.copyOf(routes);
  }

  /** Answers {@code ctx} with what {@code thrown} means to a client. */
  void answer(Exception thrown, Context ctx) {
    Replies.refused(ctx, refusal(thrown, ctx));
  }

  private Refusal refusal(Exception thrown, Context ctx) {
    if (thrown instanceof HttpResponseException http) {
      return ofServer(http, ctx);
    }
    return MalformedRequest.cause(thrown)
        .map(
            why ->
                Refusal.of(
                    ProblemType.INVALID_REQUEST, new Violation("request", "", "is malformed", why)))
        .orElseGet(() -> refusal(thrown, ctx.method().name(), ctx.path()));
  }

  /** What {@code thrown} means to a client, however the request came; logs what is our fault. */
  public static Refusal refusal(Throwable thrown, String method, String path) {
    if (thrown instanceof Refusal refusal) {
      return refusal;
    } else if (thrown instanceof InvalidInput input) {
      return Refusal.of(input);
    } else if (thrown instanceof InvalidValue value) {
      return Refusal.of(ProblemType.INVALID_REQUEST, value.violation());
    } else if (thrown instanceof TargetFailure failure) {
      return unavailable(failure, path);
    }
    return incident(thrown, method, path);
  }

  private static Refusal unavailable(TargetFailure failure, String path) {
    LOG.atWarn()
        .addKeyValue("path", path)
        .addKeyValue("kind", failure.kind())
        .addKeyValue("error", failure.getMessage())
        .log("request not served: store or backend failed");
    String effect =
        failure.outcomeKnown()
            ? "nothing was changed; try again."
            : "it is not known whether the request had its effect; look before you repeat it, or"
                + " repeat it with the same idempotency key.";
    return Refusal.of(
            ProblemType.UNAVAILABLE, "The store or a backend does not answer now; " + effect)
        .with("Retry-After", "2");
  }

  private Refusal ofServer(HttpResponseException thrown, Context ctx) {
    ProblemType type = Replies.typeOf(thrown.getStatus());
    List<String> allowed = Route.allowed(routes, ctx.path());
    if (type != ProblemType.NO_SUCH_ROUTE && type != ProblemType.METHOD_NOT_ALLOWED) {
      return Refusal.of(type, String.valueOf(thrown.getMessage()));
    }
    return allowed.isEmpty() ? noSuchRoute(ctx.path()) : noSuchMethod(ctx, allowed);
  }

  private static Refusal noSuchMethod(Context ctx, List<String> allowed) {
    String words = Replies.words(allowed);
    return Refusal.of(
            ProblemType.METHOD_NOT_ALLOWED,
            new Violation(
                "method", ctx.method().name(), "is not a method of " + ctx.path(), "use " + words))
        .with("Allow", words);
  }

  private Refusal noSuchRoute(String path) {
    List<String> paths = routes.stream().map(Route::path).distinct().sorted().toList();
    String near =
        DidYouMean.among(paths, path)
            .map(found -> "did you mean " + found + "?")
            .orElseGet(
                () ->
                    paths.stream()
                        .filter(known -> !known.startsWith("/docs/"))
                        .collect(joining(", ", "known here: ", "")));
    return Refusal.of(
        ProblemType.NO_SUCH_ROUTE, new Violation("path", path, "is not a path of this API", near));
  }

  /** Something we did not foresee: the client gets an id by which the log tells the rest. */
  static Refusal incident(Throwable thrown, String method, String path) {
    String id = UUID.randomUUID().toString();
    LOG.atError()
        .addKeyValue("incident", id)
        .addKeyValue("method", method)
        .addKeyValue("path", path)
        .setCause(thrown)
        .log("request failed");
    return Refusal.of(
        ProblemType.INTERNAL_ERROR,
        "The request failed for a reason that is ours; the log has it under incident " + id + ".");
  }
}
