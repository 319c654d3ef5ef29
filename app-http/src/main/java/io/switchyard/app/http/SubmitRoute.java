package io.switchyard.app.http;

import io.javalin.http.Context;
import io.switchyard.domain.job.Job;
import io.switchyard.domain.team.Caller;

/** {@code POST /api/v1/jobs}. */
final class SubmitRoute {

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
    boolean dryRun = Query.read(ctx, in -> in.build(in.optional("dry_run", Query.flag(), false)));
    Object tree = IdempotencyKey.into(Bodies.read(ctx), ctx);
    if (dryRun) {
      Replies.ok(ctx, submitting.explain(tree, caller));
      return;
    }
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
}
