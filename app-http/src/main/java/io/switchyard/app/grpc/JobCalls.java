package io.switchyard.app.grpc;

import static io.switchyard.domain.input.InputReader.integer;
import static io.switchyard.domain.input.InputReader.oneOf;
import static io.switchyard.domain.input.InputReader.text;

import io.switchyard.app.http.Cancelling;
import io.switchyard.app.http.Cursors;
import io.switchyard.app.http.JobView;
import io.switchyard.app.http.JobViews;
import io.switchyard.app.http.Json;
import io.switchyard.app.http.Links;
import io.switchyard.app.http.NoSuchJob;
import io.switchyard.app.http.Submitting;
import io.switchyard.domain.input.InputObject;
import io.switchyard.domain.input.InputReader;
import io.switchyard.domain.job.JobId;
import io.switchyard.domain.job.JobStatus;
import io.switchyard.domain.team.Caller;
import io.switchyard.domain.team.Team;
import io.switchyard.grpc.v1.CancelRequest;
import io.switchyard.grpc.v1.CancelResponse;
import io.switchyard.grpc.v1.Forecast;
import io.switchyard.grpc.v1.GetRequest;
import io.switchyard.grpc.v1.Job;
import io.switchyard.grpc.v1.ListRequest;
import io.switchyard.grpc.v1.ListResponse;
import io.switchyard.grpc.v1.SubmitRequest;
import io.switchyard.grpc.v1.SubmitResponse;
import io.switchyard.ports.job.GetJob;
import io.switchyard.ports.job.JobPage;
import io.switchyard.ports.job.ListJobs;
import java.util.LinkedHashMap;
import java.util.Map;

/** Submit, get, list and cancel. */
final class JobCalls {

  private static final int DEFAULT_LIMIT = 50;

  private final Submitting submitting;
  private final GetJob getJob;
  private final ListJobs listJobs;
  private final Cancelling cancelling;
  private final JobViews views;
  private final Links links;

  JobCalls(
      Submitting submitting,
      GetJob getJob,
      ListJobs listJobs,
      Cancelling cancelling,
      JobViews views,
      Links links) {
    this.submitting = submitting;
    this.getJob = getJob;
    this.listJobs = listJobs;
    this.cancelling = cancelling;
    this.views = views;
    this.links = links;
  }

  SubmitResponse submit(SubmitRequest request, Caller caller) {
    Submitting.Taken taken = submitting.submit(Messages.tree(request), caller);
    var job = taken.job();
    SubmitResponse.Builder answer =
        SubmitResponse.newBuilder()
            .setJobId(job.id().value())
            .setExecutionId(job.current().id().value())
            .setStatus(status(job.status()))
            .setMessage(taken.message())
            .setRepeated(taken.repeated());
    String logs = links.logs(job.id());
    return (logs.isEmpty() ? answer : answer.setLogsUrl(logs)).build();
  }

  Forecast explain(SubmitRequest request, Caller caller) {
    var forecast = submitting.explain(Messages.tree(request), caller);
    return Messages.fill(Forecast.newBuilder(), Json.tree(forecast)).build();
  }

  Job get(GetRequest request, Caller caller) {
    JobId id = id(Messages.tree(request));
    var job = getJob.get(id, caller).orElseThrow(() -> NoSuchJob.of(id));
    return message(views.one(job, links::logs));
  }

  /** The id of a request's tree; an absent one is refused like one that does not exist. */
  static JobId id(Map<String, ?> tree) {
    Object given = tree.get("job_id");
    return NoSuchJob.unless(given == null ? "" : given.toString());
  }

  static io.switchyard.grpc.v1.JobStatus status(JobStatus status) {
    return io.switchyard.grpc.v1.JobStatus.valueOf("JOB_STATUS_" + status.name());
  }

  private static Job message(JobView view) {
    return Messages.fill(Job.newBuilder(), Json.tree(view)).build();
  }

  ListResponse list(ListRequest request, Caller caller) {
    JobPage page =
        listJobs.list(InputObject.readRoot(Messages.tree(request), JobCalls::query), caller);
    ListResponse.Builder answer = ListResponse.newBuilder();
    views.page(page.jobs(), links::logs).forEach(view -> answer.addJobs(message(view)));
    JobId next = page.next();
    return (next == null ? answer : answer.setNextCursor(Cursors.write(next))).build();
  }

  private static ListJobs.Query query(InputObject in) {
    var team = in.optional("team", text().then(Team::new));
    var status = in.optional("status", oneOf(statuses()));
    var prefix = in.optional("name_prefix", text(), "");
    var limit = in.optional("limit", integer(1, ListJobs.MAX_LIMIT), DEFAULT_LIMIT);
    var cursor = in.optional("cursor", Cursors.reader());
    return in.build(
        () ->
            new ListJobs.Query(
                team.get().orElse(null),
                status.get().orElse(null),
                prefix.get(),
                limit.get(),
                cursor.get().orElse(null)));
  }

  private static Map<String, JobStatus> statuses() {
    Map<String, JobStatus> words = new LinkedHashMap<>();
    for (JobStatus status : JobStatus.values()) {
      words.put(status.name(), status);
    }
    return words;
  }

  CancelResponse cancel(CancelRequest request, Caller caller) {
    Map<String, Object> tree = Messages.tree(request);
    JobId id = id(tree);
    String reason =
        InputObject.readRoot(
            tree,
            in -> {
              in.optional("job_id", text());
              var text = in.optional("reason", reason(), "");
              return in.build(text);
            });
    Cancelling.Taken taken = cancelling.cancel(id, reason, caller);
    return CancelResponse.newBuilder()
        .setJobId(id.value())
        .setSuccess(true)
        .setStatus(status(taken.job().status()))
        .setMessage(taken.message())
        .build();
  }

  private static InputReader<String> reason() {
    return text().then(Cancelling::reason);
  }
}
