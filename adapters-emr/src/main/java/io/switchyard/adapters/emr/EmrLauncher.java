package io.switchyard.adapters.emr;

import io.switchyard.adapters.emr.Once.Made;
import io.switchyard.domain.input.InvalidInput;
import io.switchyard.domain.input.Violation;
import io.switchyard.domain.job.BackendHandle;
import io.switchyard.domain.job.Execution;
import io.switchyard.domain.job.ExecutionId;
import io.switchyard.domain.job.ExecutionState;
import io.switchyard.domain.job.JobRequest;
import io.switchyard.domain.job.Observation;
import io.switchyard.domain.job.SparkVersion;
import io.switchyard.ports.TargetFailure;
import io.switchyard.ports.TargetFailure.Kind;
import io.switchyard.ports.job.Fit;
import io.switchyard.ports.job.JobLauncher;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs the drivers of jobs as steps on EMR. */
final class EmrLauncher implements JobLauncher {

  private static final Logger LOG = LoggerFactory.getLogger(EmrLauncher.class);

  /** Tickets have to be kept for longer than this: what has none after that may have had one. */
  private static final Duration TICKETS_KEPT = Duration.ofDays(7);

  private final Describing describing;
  private final Drivers drivers;
  private final Once once;
  private final Steps steps;
  private final Stopping stopping;
  private final S3Folder work;
  private final InstantSource clock;

  EmrLauncher(
      Describing describing,
      Drivers drivers,
      Once once,
      Steps steps,
      Stopping stopping,
      S3Folder work,
      InstantSource clock) {
    this.describing = describing;
    this.drivers = drivers;
    this.once = once;
    this.steps = steps;
    this.stopping = stopping;
    this.work = work;
    this.clock = clock;
  }

  @Override
  public Fit fit(JobRequest request) {
    try {
      describing.check(request);
      return new Fit.Runs(describing.version(request), List.of());
    } catch (InvalidInput e) {
      return new Fit.Refuses(e.violations());
    }
  }

  @Override
  public Map<String, String> conf(JobRequest request, SparkVersion version) {
    return describing.shown(request);
  }

  @Override
  public BackendHandle launch(Execution execution, JobRequest request) {
    DriverSpec spec = spec(execution, request);
    if (execution.state() instanceof ExecutionState.Launching launching
        && !clock.instant().isBefore(launching.since().plus(TICKETS_KEPT))) {
      throw tooOld(execution, request);
    }
    Made made = once.get(drivers.asked(spec, execution, request));
    return ref(execution.id(), made).handle();
  }

  /** Its ticket may be gone, and with it what it says of a driver. */
  private TargetFailure tooOld(Execution execution, JobRequest request) {
    AwsFailures.harmless(() -> forbid(execution, request));
    return TargetFailure.withoutEffect(
        Kind.REJECTED,
        "its launch went unanswered for longer than its ticket is kept in S3, "
            + TICKETS_KEPT.toDays()
            + " days, so nobody can tell whether it ran");
  }

  private DriverSpec spec(Execution execution, JobRequest request) {
    try {
      return describing.describe(execution, request);
    } catch (InvalidInput e) {
      String why =
          e.violations().stream().map(Violation::sentence).collect(Collectors.joining("; "));
      throw TargetFailure.withoutEffect(Kind.REJECTED, why, e);
    }
  }

  private static StepRef ref(ExecutionId execution, Made made) {
    boolean own = made.claim().cluster().isEmpty();
    return new StepRef(made.answer(), execution, made.ticket(), own);
  }

  @Override
  public Optional<BackendHandle> find(Execution execution, JobRequest request) {
    return once.find(drivers.of(execution.id())).map(made -> ref(execution.id(), made).handle());
  }

  @Override
  public Optional<BackendHandle> forbid(Execution execution, JobRequest request) {
    return once.forbid(drivers.of(execution.id())).map(made -> ref(execution.id(), made).handle());
  }

  @Override
  public Map<BackendHandle, Observation> observe(Set<BackendHandle> handles) {
    List<StepRef> refs =
        handles.stream()
            .map(handle -> StepRef.of(handle).orElse(null))
            .filter(Objects::nonNull)
            .toList();
    Map<BackendHandle, Observation> seen = new HashMap<>();
    steps
        .observe(refs)
        .forEach(
            (ref, observation) -> {
              seen.put(ref.handle(), observation);
              if (observation.ended()) {
                forgetInput(ref);
              }
            });
    return seen;
  }

  private void forgetInput(StepRef ref) {
    try {
      work.delete(Drivers.folder(ref.execution()) + "/" + Drivers.INPUT);
    } catch (TargetFailure failure) {
      // The bucket's own rule deletes it.
      LOG.atWarn()
          .addKeyValue("execution_id", ref.execution())
          .addKeyValue("error", failure.getMessage())
          .log("input of a driver that ended was not deleted");
    }
  }

  /** Empty: a driver's page is inside its cluster. */
  @Override
  public Optional<URI> ui(Execution execution) {
    return Optional.empty();
  }

  @Override
  public void stop(BackendHandle handle) {
    StepRef.of(handle).ifPresent(ref -> stopping.stop(ref, clock.instant()));
  }
}
