package io.switchyard.app.http;

import io.javalin.http.Context;
import io.switchyard.domain.input.Violation;
import io.switchyard.domain.job.Job;
import io.switchyard.domain.team.Caller;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code POST /api/v1/jobs}. */
final class SubmitRoute {

  private static final String KEY_HEADER = "Idempotency-Key";
  private static final String KEY_FIELD = "idempotency_key";

  private final Submitting submitting;
  private final Callers callers;
  private final Links links;

  SubmitRoute(Submitting submitting, Callers callers, Links links) {
    this.submitting = submitting;
    this.callers = callers;
    this.links = links;
  }

  private record Accepted(
      String jobId, String executionId, String status, String message, String logsUrl) {}

  void submit(Context ctx) {
    Caller caller = callers.of(ctx);
    Query.read(ctx, in -> in.build(() -> caller));
    Object tree = withKey(Bodies.read(ctx), ctx.header(KEY_HEADER));
    Submitting.Taken taken = submitting.submit(tree, caller);
    Job job = taken.job();
    Accepted body =
        new Accepted(
            job.id().value(),
            job.current().id().value(),
            job.status().name(),
            taken.message(),
            links.logs(ctx, job.id()));
    if (taken.repeated()) {
      Replies.ok(ctx, body);
    } else {
      Replies.accepted(ctx, body);
    }
  }

  /** The body with the key of the header, if there is one, in its place. */
  private static @Nullable Object withKey(@Nullable Object tree, @Nullable String header) {
    if (header == null || !(tree instanceof Map<?, ?> body)) {
      return tree;
    }
    // Some clients quote it, as the draft of that header asks for.
    boolean quoted = header.length() > 1 && header.startsWith("\"") && header.endsWith("\"");
    String key = quoted ? header.substring(1, header.length() - 1) : header;
    Object said = body.get(KEY_FIELD);
    if (said != null && !said.equals(key)) {
      throw Refusal.of(
          ProblemType.INVALID_REQUEST,
          new Violation(
              KEY_FIELD,
              String.valueOf(said),
              "differs from the header " + KEY_HEADER + ", which is \"" + key + "\"",
              "give one of the two"));
    }
    Map<Object, Object> whole = new LinkedHashMap<>(body);
    whole.put(KEY_FIELD, key);
    return whole;
  }
}
