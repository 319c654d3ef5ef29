package io.switchyard.app.http;

import io.javalin.http.Context;
import io.switchyard.domain.input.Violation;
import io.switchyard.domain.job.Job;
import io.switchyard.domain.job.JobRequest;
import io.switchyard.domain.job.JobRequestForm;
import io.switchyard.domain.team.Caller;
import io.switchyard.ports.job.Submission;
import io.switchyard.ports.job.SubmitJob;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code POST /api/v1/jobs}. */
final class SubmitRoute {

  private static final Logger LOG = LoggerFactory.getLogger(SubmitRoute.class);
  private static final String KEY_HEADER = "Idempotency-Key";
  private static final String KEY_FIELD = "idempotency_key";

  private final SubmitJob submitJob;
  private final Callers callers;
  private final Links links;
  private final Meters meters;

  SubmitRoute(SubmitJob submitJob, Callers callers, Links links, Meters meters) {
    this.submitJob = submitJob;
    this.callers = callers;
    this.links = links;
    this.meters = meters;
  }

  private record Accepted(
      String jobId, String executionId, String status, String message, String logsUrl) {}

  void submit(Context ctx) {
    Caller caller = callers.of(ctx);
    Query.read(ctx, in -> in.build(() -> caller));
    Object tree = withKey(Bodies.read(ctx), ctx.header(KEY_HEADER));
    JobRequest request = JobRequestForm.read(tree, caller.user());
    submitJob.submit(request, caller).fold(new Answers(ctx));
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

  private final class Answers implements Submission.Cases<Submission> {

    private final Context ctx;

    Answers(Context ctx) {
      this.ctx = ctx;
    }

    @Override
    public Submission accepted(Submission.Accepted answer) {
      Job job = answer.job();
      meters.submitted("accepted");
      LOG.atInfo()
          .addKeyValue("job_id", job.id())
          .addKeyValue("execution_id", job.current().id())
          .addKeyValue("team", job.request().team())
          .addKeyValue("user", job.request().user())
          .addKeyValue("backend", job.current().backend())
          .log("job accepted");
      Replies.accepted(ctx, view(job, message(answer.notes())));
      return answer;
    }

    @Override
    public Submission repeated(Submission.Repeated answer) {
      meters.submitted("repeated");
      Replies.ok(ctx, view(answer.job(), "This idempotency key was used before; this is its job"));
      return answer;
    }

    @Override
    public Submission keyTaken(Submission.KeyTaken answer) {
      meters.submitted("key_taken");
      List<Violation> fields =
          answer.differing().stream()
              .map(f -> new Violation(f, "", "differs from the request that has this key", ""))
              .toList();
      throw Refusal.of(
              ProblemType.IDEMPOTENCY_KEY_TAKEN,
              KEY_FIELD
                  + " belongs to "
                  + answer.holder()
                  + ", whose request differs in "
                  + Replies.words(answer.differing())
                  + "; use a new key for a new request.")
          .naming(fields);
    }

    @Override
    public Submission refused(Submission.Refused answer) {
      meters.submitted("refused");
      throw Refusal.of(ProblemType.CANNOT_RUN, answer.violations());
    }

    @Override
    public Submission notYourTeam(Submission.NotYourTeam answer) {
      meters.submitted("not_your_team");
      throw Refusal.of(
          ProblemType.NOT_YOUR_TEAM,
          new Violation(
              "team",
              answer.team().name(),
              "is not a team whose jobs your credential may submit",
              "submit for a team of yours"));
    }

    private Accepted view(Job job, String message) {
      return new Accepted(
          job.id().value(),
          job.current().id().value(),
          job.status().name(),
          message,
          links.logs(ctx, job.id()));
    }
  }

  private static String message(List<String> notes) {
    StringBuilder message = new StringBuilder("Job submitted successfully");
    for (String note : notes) {
      message.append(message.charAt(message.length() - 1) == '.' ? " " : ". ").append(note.strip());
    }
    return message.toString();
  }
}
