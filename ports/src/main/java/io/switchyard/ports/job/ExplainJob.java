package io.switchyard.ports.job;

import io.switchyard.domain.job.Demand;
import io.switchyard.domain.job.ExecutionId;
import io.switchyard.domain.job.JobRequest;
import io.switchyard.domain.job.admission.AdmissionPolicy;
import io.switchyard.domain.job.admission.Candidate;
import io.switchyard.domain.job.admission.Lane;
import io.switchyard.domain.job.admission.Standing;
import io.switchyard.domain.job.admission.Usage;
import io.switchyard.domain.job.admission.Wait;
import io.switchyard.domain.job.admission.WaitReason;
import io.switchyard.domain.placement.BackendTerms.Price;
import io.switchyard.domain.placement.Placement;
import io.switchyard.domain.placement.PlacementRule;
import io.switchyard.domain.placement.Refusal;
import io.switchyard.domain.team.Caller;
import io.switchyard.domain.team.TeamQuotas;
import io.switchyard.ports.placement.Choice;
import io.switchyard.ports.placement.Placer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Says what {@link SubmitJob} would make of a request now, and does nothing. */
public final class ExplainJob {

  private static final Duration RETRY_AFTER = Duration.ofSeconds(10);

  private final Placer placer;
  private final SubmitChecks checks;
  private final Admissions admissions;
  private final AdmissionPolicy policy;
  private final JobIds ids;
  private final InstantSource clock;

  public ExplainJob(
      Placer placer,
      CallbackPromise callbacks,
      Admissions admissions,
      AdmissionPolicy policy,
      JobIds ids,
      InstantSource clock) {
    this.placer = placer;
    this.checks = new SubmitChecks(placer, callbacks, policy.quotas());
    this.admissions = admissions;
    this.policy = policy;
    this.ids = ids;
    this.clock = clock;
  }

  /**
   * The answer is that of a submission at the same moment, but for an idempotency key that was used
   * before, which is not looked for. Between backends that share a tier the draw is by the
   * idempotency key; without one, another request would be drawn anew. Blocks for the store.
   */
  public JobForecast explain(JobRequest request, Caller by) {
    Optional<Submission> refusal = checks.refusal(request, by);
    if (refusal.isPresent()) {
      return new JobForecast.Refused(refusal.get());
    }
    Choice choice = placer.explainJob(request, ids.nextJob());
    if (choice instanceof Choice.Refused refused) {
      return new JobForecast.Refused(new Submission.Refused(refused.violations()));
    }
    var chosen = (Choice.Chosen) choice;
    Admissions.Load load =
        admissions.loads().getOrDefault(request.team(), new Admissions.Load(0, Usage.NONE));
    TeamQuotas quotas = policy.quotas();
    Integer limit = quotas.of(request.team()).queuedJobs();
    if (limit != null && load.queued() >= limit) {
      return new JobForecast.Refused(new Submission.QueueFull(request.team(), limit, RETRY_AFTER));
    }
    return taken(request, chosen, load);
  }

  private JobForecast taken(JobRequest request, Choice.Chosen chosen, Admissions.Load load) {
    Demand demand = Demand.of(request.resources());
    return new JobForecast.Taken(
        request,
        chosen,
        chosen.backend().jobs().conf(request, chosen.sparkVersion()),
        demand,
        wait(request, chosen, demand, load),
        price(chosen));
  }

  private @Nullable Price price(Choice.Chosen chosen) {
    var terms = placer.fleet().terms().backends().get(chosen.backend().id());
    return terms == null ? null : terms.price();
  }

  private @Nullable Wait wait(
      JobRequest request, Choice.Chosen chosen, Demand demand, Admissions.Load load) {
    Wait backend = forBackend(chosen.placement());
    if (backend != null) {
      return backend;
    }
    Instant now = clock.instant();
    ExecutionId id = ids.nextExecution();
    var lane = new Lane(chosen.backend().id(), chosen.sparkVersion());
    var candidate = new Candidate(id, request.team(), lane, now, demand);
    int place = load.queued() + 1;
    var standing = new Standing(candidate, place, place, candidate, load.admitted(), 0);
    return policy.explain(standing, now).or(() -> behind(load.queued(), place)).orElse(null);
  }

  private static @Nullable Wait forBackend(Placement placement) {
    Refusal waits = placement.waits();
    if (waits == null) {
      return null;
    }
    WaitReason reason =
        waits.rule() == PlacementRule.DRAIN
            ? WaitReason.BACKEND_DRAINING
            : waits.rule() == PlacementRule.HEALTH
                ? WaitReason.BACKEND_UNHEALTHY
                : WaitReason.BACKEND_NOT_READY;
    String message =
        "backend " + waits.backend() + " " + waits.reason() + ", and no other takes it";
    return new Wait(reason, message, null, null);
  }

  private static Optional<Wait> behind(int ahead, int place) {
    return ahead == 0
        ? Optional.empty()
        : Optional.of(
            new Wait(
                WaitReason.BEHIND_OTHERS,
                ahead + " of its team's jobs stand in line before it",
                place,
                place));
  }
}
