package io.switchyard.ports.job;

import io.switchyard.domain.callback.CallbackUrl;
import io.switchyard.domain.input.Violation;
import io.switchyard.domain.job.Execution;
import io.switchyard.domain.job.Job;
import io.switchyard.domain.job.JobId;
import io.switchyard.domain.job.JobRequest;
import io.switchyard.domain.job.RequestDifference;
import io.switchyard.domain.team.Caller;
import io.switchyard.domain.team.TeamQuotas;
import io.switchyard.ports.placement.Backend;
import io.switchyard.ports.placement.Backends;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Takes a job on. */
public final class SubmitJob {

  /** A queue that is full moves when a job ends, which nobody can foretell. */
  private static final Duration RETRY_AFTER = Duration.ofSeconds(10);

  private final Jobs jobs;
  private final Backends backends;
  private final JobIds ids;
  private final InstantSource clock;
  private final CallbackPromise callbacks;
  private final TeamQuotas quotas;

  /** For teams that may use what they like; takes on no jobs that ask for a callback. */
  public SubmitJob(Jobs jobs, Backends backends, JobIds ids, InstantSource clock) {
    this(jobs, backends, ids, clock, CallbackPromise.NONE, TeamQuotas.NONE);
  }

  public SubmitJob(
      Jobs jobs,
      Backends backends,
      JobIds ids,
      InstantSource clock,
      CallbackPromise callbacks,
      TeamQuotas quotas) {
    this.jobs = jobs;
    this.backends = backends;
    this.ids = ids;
    this.clock = clock;
    this.callbacks = callbacks;
    this.quotas = quotas;
  }

  /**
   * Makes the request a durable job on the first backend that can run it, unless it is more than
   * its team may use at once or the team's queue is full. It is started later, by {@link
   * AdvanceExecutions}. Repeating a request that has an idempotency key gives the job of the first
   * time; without a key, every call makes a job. Blocks for the store.
   */
  public Submission submit(JobRequest request, Caller by) {
    if (!by.mayChange(request.team())) {
      return new Submission.NotYourTeam(request.team());
    }
    if (!by.mayActAs(request.user())) {
      return new Submission.Refused(
          List.of(
              new Violation(
                  "user",
                  request.user(),
                  "is not the user of your credential, " + by.user(),
                  "leave the field out")));
    }
    CallbackUrl url = request.callbackUrl();
    if (url != null) {
      Optional<Violation> refusal = callbacks.refusal(url, request.team());
      if (refusal.isPresent()) {
        return new Submission.CallbackRefused(refusal.get());
      }
    }
    List<Violation> tooMuch = TeamFit.violations(request, quotas.of(request.team()));
    if (!tooMuch.isEmpty()) {
      return new Submission.OverLimit(tooMuch);
    }
    List<Violation> violations = new ArrayList<>();
    for (Backend backend : backends.all()) {
      Fit fit = backend.jobs().fit(request);
      if (fit instanceof Fit.Runs runs) {
        return accept(request, backend, runs);
      } else if (fit instanceof Fit.Refuses refuses) {
        violations.addAll(refuses.violations());
      }
    }
    return new Submission.Refused(violations.stream().distinct().toList());
  }

  private Submission accept(JobRequest request, Backend backend, Fit.Runs fit) {
    // Stores keep microseconds; what is answered now must equal what is read later.
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    JobId id = ids.nextJob();
    Execution first =
        Execution.first(ids.nextExecution(), id, backend.id(), fit.sparkVersion(), request, now);
    Job job = new Job(id, request, now, List.of(first));
    Integer limit = quotas.of(request.team()).queuedJobs();
    int mostQueued = limit == null ? Jobs.ANY : limit;
    Addition addition = jobs.add(job, mostQueued);
    if (addition instanceof Addition.KeyHeld held) {
      return repeated(request, held.holder());
    } else if (addition instanceof Addition.QueueFull) {
      return new Submission.QueueFull(request.team(), mostQueued, RETRY_AFTER);
    }
    return new Submission.Accepted(job, fit.notes());
  }

  private static Submission repeated(JobRequest request, Job holder) {
    List<String> differing = RequestDifference.between(holder.request(), request);
    return differing.isEmpty()
        ? new Submission.Repeated(holder)
        : new Submission.KeyTaken(holder.id(), differing);
  }
}
