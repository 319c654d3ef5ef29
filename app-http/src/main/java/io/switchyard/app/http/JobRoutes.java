package io.switchyard.app.http;

import static java.util.stream.Collectors.toMap;

import io.javalin.http.Context;
import io.switchyard.domain.job.Job;
import io.switchyard.domain.job.JobId;
import io.switchyard.domain.job.JobStatus;
import io.switchyard.domain.team.Team;
import io.switchyard.ports.job.GetJob;
import io.switchyard.ports.job.JobPage;
import io.switchyard.ports.job.ListJobs;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Shows, lists and cancels jobs. */
final class JobRoutes {

  private static final int DEFAULT_LIMIT = 50;
  private static final Map<String, JobStatus> STATUSES =
      Stream.of(JobStatus.values()).collect(toMap(Enum::name, status -> status));

  private final GetJob getJob;
  private final ListJobs listJobs;
  private final Cancelling cancelling;
  private final JobViews views;
  private final Callers callers;
  private final Links links;

  JobRoutes(
      GetJob getJob,
      ListJobs listJobs,
      Cancelling cancelling,
      JobViews views,
      Callers callers,
      Links links) {
    this.getJob = getJob;
    this.listJobs = listJobs;
    this.cancelling = cancelling;
    this.views = views;
    this.callers = callers;
    this.links = links;
  }

  /** The job id of the path; one that cannot exist is refused like one that does not. */
  static JobId id(Context ctx) {
    return NoSuchJob.unless(ctx.pathParam("id"));
  }

  void get(Context ctx) {
    var caller = callers.of(ctx);
    JobId id = id(ctx);
    Query.read(ctx, in -> in.build(() -> id));
    Job job = getJob.get(id, caller).orElseThrow(() -> NoSuchJob.of(id));
    Replies.ok(ctx, views.one(job, shown -> links.logs(ctx, shown)));
  }

  private record Page(List<JobView> jobs, @Nullable String nextCursor) {}

  void list(Context ctx) {
    var caller = callers.of(ctx);
    JobPage page = listJobs.list(query(ctx), caller);
    JobId next = page.next();
    List<JobView> shown = views.page(page.jobs(), job -> links.logs(ctx, job));
    Replies.ok(ctx, new Page(shown, next == null ? null : Cursors.write(next)));
  }

  private static ListJobs.Query query(Context ctx) {
    return Query.read(
        ctx,
        in -> {
          var team = in.optional("team", Query.single().then(Team::new));
          var status = in.optional("status", Query.oneOf(STATUSES));
          var prefix = in.optional("name_prefix", Query.single(), "");
          var limit =
              in.optional("limit", Query.number(1, ListJobs.MAX_LIMIT), (long) DEFAULT_LIMIT);
          var cursor = in.optional("cursor", Cursors.reader());
          return in.build(
              () ->
                  new ListJobs.Query(
                      team.get().orElse(null),
                      status.get().orElse(null),
                      prefix.get(),
                      limit.get().intValue(),
                      cursor.get().orElse(null)));
        });
  }

  private record Cancelled(String jobId, boolean success, String status, String message) {}

  void cancel(Context ctx) {
    var caller = callers.of(ctx);
    JobId id = id(ctx);
    String reason =
        Query.read(
            ctx,
            in -> {
              var text = in.optional("reason", Query.single().then(Cancelling::reason), "");
              return in.build(text);
            });
    Cancelling.Taken taken = cancelling.cancel(id, reason, caller);
    Job job = taken.job();
    Cancelled body = new Cancelled(id.value(), true, job.status().name(), taken.message());
    if (taken.done()) {
      Replies.ok(ctx, body);
    } else {
      Replies.accepted(ctx, body);
    }
  }
}
