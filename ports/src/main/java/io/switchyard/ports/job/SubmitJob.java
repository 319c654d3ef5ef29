package io.switchyard.ports.job;

import io.switchyard.domain.job.Execution;
import io.switchyard.domain.job.Job;
import io.switchyard.domain.job.JobId;
import io.switchyard.domain.job.JobRequest;
import io.switchyard.domain.job.RequestDifference;
import io.switchyard.domain.placement.BackendId;
import io.switchyard.domain.team.Caller;
import io.switchyard.domain.team.TeamQuotas;
import io.switchyard.ports.placement.Backends;
import io.switchyard.ports.placement.Choice;
import io.switchyard.ports.placement.Placer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** Takes a job on. */
public final class SubmitJob {

  /** A queue that is full moves when a job ends, which nobody can foretell. */
  private static final Duration RETRY_AFTER = Duration.ofSeconds(10);

  private final Jobs jobs;
  private final Placer placer;
  private final JobIds ids;
  private final InstantSource clock;
  private final SubmitChecks checks;
  private final TeamQuotas quotas;

  /** For teams that may use what they like; takes on no jobs that ask for a callback. */
  public SubmitJob(Jobs jobs, Backends backends, JobIds ids, InstantSource clock) {
    this(jobs, backends, ids, clock, CallbackPromise.NONE, TeamQuotas.NONE);
  }

  /** On the first backend in their order that fits. */
  public SubmitJob(
      Jobs jobs,
      Backends backends,
      JobIds ids,
      InstantSource clock,
      CallbackPromise callbacks,
      TeamQuotas quotas) {
    this(jobs, Placer.inOrder(backends, clock), ids, clock, callbacks, quotas);
  }

  public SubmitJob(
      Jobs jobs,
      Placer placer,
      JobIds ids,
      InstantSource clock,
      CallbackPromise callbacks,
      TeamQuotas quotas) {
    this.jobs = jobs;
    this.placer = placer;
    this.ids = ids;
    this.clock = clock;
    this.checks = new SubmitChecks(placer, callbacks, quotas);
    this.quotas = quotas;
  }

  /**
   * Makes the request a durable job on the backend that {@link Placer} chooses, unless it is more
   * than its team may use at once or the team's queue is full. It is started later, by {@link
   * AdvanceExecutions}. Repeating a request that has an idempotency key gives the job of the first
   * time; without a key, every call makes a job. Blocks for the store.
   */
  public Submission submit(JobRequest request, Caller by) {
    return checks
        .refusal(request, by)
        .orElseGet(
            () -> {
              JobId id = ids.nextJob();
              Choice choice = placer.job(request, id);
              return choice instanceof Choice.Chosen chosen
                  ? accept(request, id, chosen)
                  : new Submission.Refused(((Choice.Refused) choice).violations());
            });
  }

  private Submission accept(JobRequest request, JobId id, Choice.Chosen chosen) {
    // Stores keep microseconds; what is answered now must equal what is read later.
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    BackendId backend = chosen.backend().id();
    Execution first =
        Execution.first(ids.nextExecution(), id, backend, chosen.sparkVersion(), request, now)
            .placed(chosen.placement());
    Job job = new Job(id, request, now, List.of(first));
    Integer limit = quotas.of(request.team()).queuedJobs();
    int mostQueued = limit == null ? Jobs.ANY : limit;
    Addition addition = jobs.add(job, mostQueued);
    if (addition instanceof Addition.KeyHeld held) {
      return repeated(request, held.holder());
    } else if (addition instanceof Addition.QueueFull) {
      return new Submission.QueueFull(request.team(), mostQueued, RETRY_AFTER);
    }
    return new Submission.Accepted(job, chosen.notes());
  }

  private static Submission repeated(JobRequest request, Job holder) {
    List<String> differing = RequestDifference.between(holder.request(), request);
    return differing.isEmpty()
        ? new Submission.Repeated(holder)
        : new Submission.KeyTaken(holder.id(), differing);
  }
}
