package io.switchyard.app.http;

import io.javalin.http.Context;
import io.switchyard.domain.input.Violation;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How answers are written. Status codes exist in this class and nowhere else. */
final class Replies {

  private static final String JSON = "application/json";
  private static final String PROBLEM = "application/problem+json";

  private Replies() {}

  static void ok(Context ctx, Object body) {
    write(ctx, 200, JSON, Json.write(body));
  }

  /** It is durable and will be done. */
  static void accepted(Context ctx, Object body) {
    write(ctx, 202, JSON, Json.write(body));
  }

  static void bytes(Context ctx, String contentType, byte[] body) {
    write(ctx, 200, contentType, body);
  }

  static void text(Context ctx, String contentType, String body) {
    write(ctx, 200, contentType, body.getBytes(StandardCharsets.UTF_8));
  }

  static void refused(Context ctx, Refusal refusal) {
    refusal.headers().forEach(ctx::header);
    write(ctx, status(refusal.type()), PROBLEM, problem(refusal, ctx.path()));
  }

  private static void write(Context ctx, int status, String contentType, byte[] body) {
    ctx.status(status).contentType(contentType).result(body);
  }

  /** The problem as RFC 9457 has it. */
  static byte[] problem(Refusal refusal, String instance) {
    Map<String, Object> problem = new LinkedHashMap<>();
    problem.put("type", refusal.type().urn());
    problem.put("title", refusal.type().title());
    problem.put("status", status(refusal.type()));
    problem.put("detail", refusal.detail());
    problem.put("instance", instance);
    problem.put("errors", refusal.errors().stream().map(Replies::error).toList());
    return Json.write(problem);
  }

  private static Map<String, Object> error(Violation violation) {
    Map<String, Object> error = new LinkedHashMap<>();
    error.put("field", violation.field());
    error.put("value", violation.value());
    error.put("rule", violation.rule());
    error.put("fix", violation.fix());
    return error;
  }

  static int status(ProblemType type) {
    return switch (type) {
      case INVALID_REQUEST -> 400;
      case UNAUTHENTICATED -> 401;
      case NOT_YOUR_TEAM, NOT_ALLOWED, QUOTA_EXCEEDED -> 403;
      case JOB_NOT_FOUND, CLUSTER_NOT_FOUND, SESSION_NOT_FOUND, BACKEND_NOT_FOUND, NO_SUCH_ROUTE ->
          404;
      case METHOD_NOT_ALLOWED -> 405;
      case IDEMPOTENCY_KEY_TAKEN,
          JOB_ALREADY_ENDED,
          NAME_TAKEN,
          WRONG_CLUSTER_STATUS,
          CLUSTER_IN_USE ->
          409;
      case BODY_TOO_LARGE -> 413;
      case UNSUPPORTED_MEDIA_TYPE -> 415;
      case CANNOT_RUN -> 422;
      case QUEUE_FULL -> 429;
      case INTERNAL_ERROR -> 500;
      case UNAVAILABLE -> 503;
    };
  }

  /** What a refusal by the server below, before any route was reached, means here. */
  static ProblemType typeOf(int status) {
    return switch (status) {
      case 404 -> ProblemType.NO_SUCH_ROUTE;
      case 405 -> ProblemType.METHOD_NOT_ALLOWED;
      case 413 -> ProblemType.BODY_TOO_LARGE;
      case 415 -> ProblemType.UNSUPPORTED_MEDIA_TYPE;
      case 503 -> ProblemType.UNAVAILABLE;
      default -> status >= 500 ? ProblemType.INTERNAL_ERROR : ProblemType.INVALID_REQUEST;
    };
  }

  /** The words of {@code Allow} and of messages: {@code GET, POST}. */
  static String words(List<String> words) {
    return String.join(", ", words);
  }
}
