package io.switchyard.app.http;

import static java.util.stream.Collectors.toMap;

import io.javalin.http.Context;
import io.switchyard.domain.input.InvalidValue;
import io.switchyard.domain.input.Violation;
import io.switchyard.domain.job.Job;
import io.switchyard.domain.job.JobId;
import io.switchyard.domain.job.JobStatus;
import io.switchyard.domain.team.Team;
import io.switchyard.ports.job.CancelJob;
import io.switchyard.ports.job.Cancellation;
import io.switchyard.ports.job.GetJob;
import io.switchyard.ports.job.GetLogCaptures;
import io.switchyard.ports.job.JobPage;
import io.switchyard.ports.job.ListJobs;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Shows, lists and cancels jobs. */
final class JobRoutes {

  private static final Logger LOG = LoggerFactory.getLogger(JobRoutes.class);
  private static final int DEFAULT_LIMIT = 50;
  private static final int MAX_REASON = 500;
  private static final Map<String, JobStatus> STATUSES =
      Stream.of(JobStatus.values()).collect(toMap(Enum::name, status -> status));

  private final GetJob getJob;
  private final ListJobs listJobs;
  private final CancelJob cancelJob;
  private final GetLogCaptures captures;
  private final Callers callers;
  private final Links links;

  JobRoutes(
      GetJob getJob,
      ListJobs listJobs,
      CancelJob cancelJob,
      GetLogCaptures captures,
      Callers callers,
      Links links) {
    this.getJob = getJob;
    this.listJobs = listJobs;
    this.cancelJob = cancelJob;
    this.captures = captures;
    this.callers = callers;
    this.links = links;
  }

  /** The job id of the path; one that cannot exist is refused like one that does not. */
  static JobId id(Context ctx) {
    String given = ctx.pathParam("id");
    try {
      return new JobId(given);
    } catch (InvalidValue e) {
      Violation v = e.violation();
      throw Refusal.of(
          ProblemType.JOB_NOT_FOUND, new Violation("job_id", given, v.rule(), v.fix()));
    }
  }

  static Refusal notFound(JobId id) {
    return Refusal.of(
        ProblemType.JOB_NOT_FOUND,
        new Violation("job_id", id.value(), "is not a job that you may see", ""));
  }

  void get(Context ctx) {
    var caller = callers.of(ctx);
    JobId id = id(ctx);
    Query.read(ctx, in -> in.build(() -> id));
    Job job = getJob.get(id, caller).orElseThrow(() -> notFound(id));
    Replies.ok(ctx, views(ctx, List.of(job)).get(0));
  }

  private List<JobView> views(Context ctx, List<Job> jobs) {
    var states = captures.of(jobs);
    return jobs.stream().map(job -> JobView.of(job, states, links.logs(ctx, job.id()))).toList();
  }

  private record Page(List<JobView> jobs, @Nullable String nextCursor) {}

  void list(Context ctx) {
    var caller = callers.of(ctx);
    JobPage page = listJobs.list(query(ctx), caller);
    JobId next = page.next();
    Replies.ok(ctx, new Page(views(ctx, page.jobs()), next == null ? null : Cursors.write(next)));
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
              var text = in.optional("reason", Query.single().then(JobRoutes::reason), "");
              return in.build(text);
            });
    Cancellation answer = cancelJob.cancel(id, reason, caller);
    LOG.atInfo()
        .addKeyValue("job_id", id)
        .addKeyValue("user", caller.user())
        .addKeyValue("answer", answer.getClass().getSimpleName())
        .log("cancel asked for");
    answer.fold(new Answers(ctx, id));
  }

  private static String reason(String text) {
    if (text.length() > MAX_REASON) {
      throw InvalidValue.of(text, "is longer than " + MAX_REASON + " characters", "shorten it");
    }
    return text;
  }

  private record Answers(Context ctx, JobId id) implements Cancellation.Cases<Cancelled> {

    @Override
    public Cancelled underWay(Cancellation.UnderWay answer) {
      Cancelled body = of(answer.job(), "The driver is being stopped");
      Replies.accepted(ctx, body);
      return body;
    }

    @Override
    public Cancelled done(Cancellation.Done answer) {
      Cancelled body = of(answer.job(), "Cancelled before a driver was started");
      Replies.ok(ctx, body);
      return body;
    }

    @Override
    public Cancelled tooLate(Cancellation.TooLate answer) {
      String status = answer.job().status().name();
      throw Refusal.of(
          ProblemType.JOB_ALREADY_ENDED,
          new Violation("status", status, "is the end of " + id + "; it stays as it is", ""));
    }

    @Override
    public Cancelled notAllowed(Cancellation.NotAllowed answer) {
      throw Refusal.of(
          ProblemType.NOT_ALLOWED,
          new Violation(
              "team",
              answer.job().request().team().name(),
              "is a team whose jobs you may see but not cancel",
              "ask a member of the team"));
    }

    @Override
    public Cancelled notFound() {
      throw JobRoutes.notFound(id);
    }

    private static Cancelled of(Job job, String otherwise) {
      String said = JobView.message(job.current().state());
      String message = said == null ? otherwise : otherwise + ": " + said;
      return new Cancelled(job.id().value(), true, job.status().name(), message);
    }
  }
}
