package io.switchyard.adapters.standalone;

import io.switchyard.adapters.standalone.ClusterState.DriverRow;
import io.switchyard.domain.input.InvalidInput;
import io.switchyard.domain.input.Violation;
import io.switchyard.domain.job.BackendHandle;
import io.switchyard.domain.job.Execution;
import io.switchyard.domain.job.JobRequest;
import io.switchyard.domain.job.Observation;
import io.switchyard.domain.job.Observation.Phase;
import io.switchyard.domain.job.SparkVersion;
import io.switchyard.ports.TargetFailure;
import io.switchyard.ports.TargetFailure.Kind;
import io.switchyard.ports.job.Fit;
import io.switchyard.ports.job.JobLauncher;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Launches drivers through the REST submission servers of Spark masters. That interface takes no
 * name from its client and loses answers, so every driver has a main class of its own that carries
 * the execution's id ({@link LaunchClass}); the master shows it for as long as it knows the driver,
 * and the driver's claim in the exchange folder tells afterwards.
 */
final class StandaloneLauncher implements JobLauncher {

  private static final Duration SWEEP_EVERY = Duration.ofHours(1);

  private final Masters masters;
  private final MasterApi api;
  private final Planning planning;
  private final Exchange exchange;
  private final Drivers drivers;
  private final Observing observing;
  private final LaunchTurn turn;
  private final InstantSource clock;
  private final AtomicReference<Instant> nextSweep = new AtomicReference<>(Instant.MIN);

  StandaloneLauncher(Masters masters, MasterApi api, StandaloneConfig config, InstantSource clock) {
    this.masters = masters;
    this.api = api;
    this.planning = new Planning(masters, config);
    this.exchange = new Exchange(config.exchange());
    this.drivers = new Drivers(exchange);
    this.observing = new Observing(api, exchange);
    this.turn = new LaunchTurn(config.exchange());
    this.clock = clock;
  }

  @Override
  public Fit fit(JobRequest request) {
    try {
      LaunchPlan plan = planning.plan(request, planning.version(request));
      return new Fit.Runs(plan.version(), plan.notes());
    } catch (InvalidInput e) {
      return new Fit.Refuses(e.violations());
    }
  }

  @Override
  public BackendHandle launch(Execution execution, JobRequest request) {
    ExecutionFolder folder = exchange.of(execution.id());
    try {
      Master master = offered(execution.sparkVersion());
      return turn.take(master.version(), () -> launchOn(master, folder, execution, request))
          .handle();
    } catch (TargetFailure failure) {
      // While an earlier request may still arrive, nothing that happens now says that none did.
      boolean open =
          failure.outcomeKnown()
              && folder.mayBeSent()
              && (failure.retryable() || !exchange.revoke(execution.id()));
      throw open
          ? TargetFailure.unknownEffect(failure.kind(), "" + failure.getMessage(), failure)
          : failure;
    }
  }

  private DriverRef launchOn(
      Master master, ExecutionFolder folder, Execution execution, JobRequest request) {
    ClusterState state = api.state(master);
    Optional<String> known = drivers.of(execution.id(), state);
    if (known.isPresent()) {
      return new DriverRef(master.version(), execution.id(), known.get());
    }
    if (exchange.revoked(execution.id())) {
      throw TargetFailure.withoutEffect(
          Kind.REJECTED, "the execution is over; no driver of it may begin");
    }
    LaunchPlan plan = plan(execution, request);
    Room.missing(state, plan.resources())
        .ifPresent(
            sentence -> {
              throw TargetFailure.withoutEffect(Kind.FULL, sentence);
            });
    var body = SubmissionRequest.of(execution, request, plan, folder, master);
    String made = create(master, folder, plan, body);
    return new DriverRef(master.version(), execution.id(), made);
  }

  private LaunchPlan plan(Execution execution, JobRequest request) {
    try {
      return planning.plan(request, execution.sparkVersion());
    } catch (InvalidInput e) {
      String why =
          e.violations().stream().map(Violation::sentence).collect(Collectors.joining("; "));
      throw TargetFailure.withoutEffect(Kind.REJECTED, why, e);
    }
  }

  private String create(
      Master master, ExecutionFolder folder, LaunchPlan plan, Map<String, Object> body) {
    boolean earlier = folder.mayBeSent();
    try {
      folder.write(plan);
      folder.aboutToSend();
      return api.create(master, body);
    } catch (TargetFailure failure) {
      if (failure.outcomeKnown() && !earlier) {
        surelyNotSent(folder);
      }
      throw failure;
    } catch (IOException e) {
      throw Exchange.failure("the files of a driver cannot be written to " + folder.path(), e);
    }
  }

  private static void surelyNotSent(ExecutionFolder folder) {
    try {
      folder.surelyNotSent();
    } catch (IOException e) {
      throw Exchange.failure("a file in " + folder.path() + " cannot be removed", e);
    }
  }

  @Override
  public Optional<BackendHandle> find(Execution execution) {
    SparkVersion version = execution.sparkVersion();
    Optional<Master> master = masters.master(version);
    if (master.isEmpty()) {
      return exchange.claimedBy(execution.id()).map(driver -> handle(execution, driver));
    }
    return drivers
        .of(execution.id(), api.state(master.get()))
        .map(driver -> handle(execution, driver));
  }

  private static BackendHandle handle(Execution execution, String driver) {
    return new DriverRef(execution.sparkVersion(), execution.id(), driver).handle();
  }

  /** Whoever sent a request and has no answer, or is about to send one, may be anywhere. */
  @Override
  public Optional<BackendHandle> forbid(Execution execution) {
    Optional<BackendHandle> there = find(execution);
    if (there.isPresent()) {
      return there;
    }
    exchange.revoke(execution.id());
    return find(execution);
  }

  @Override
  public Map<BackendHandle, Observation> observe(Set<BackendHandle> handles) {
    sweepNowAndThen();
    Map<SparkVersion, Set<DriverRef>> byVersion =
        handles.stream()
            .flatMap(handle -> DriverRef.of(handle).stream())
            .collect(Collectors.groupingBy(DriverRef::version, Collectors.toSet()));
    Map<BackendHandle, Observation> seen = new HashMap<>();
    TargetFailure last = null;
    int answered = 0;
    for (Map.Entry<SparkVersion, Set<DriverRef>> group : byVersion.entrySet()) {
      try {
        seen.putAll(observe(group.getKey(), group.getValue()));
        answered++;
      } catch (TargetFailure failure) {
        last = failure;
        var silence = new Observation(Phase.UNKNOWN, "" + failure.getMessage());
        group.getValue().forEach(ref -> seen.put(ref.handle(), silence));
      }
    }
    return answeredOrThrow(answered, last, seen);
  }

  /** One silent master must not keep the news of the others. */
  private static Map<BackendHandle, Observation> answeredOrThrow(
      int answered, @Nullable TargetFailure last, Map<BackendHandle, Observation> seen) {
    if (answered == 0 && last != null) {
      throw last;
    }
    return seen;
  }

  private Map<BackendHandle, Observation> observe(SparkVersion version, Set<DriverRef> refs) {
    Map<BackendHandle, Observation> seen = new HashMap<>();
    masters
        .master(version)
        .ifPresent(
            master ->
                observing
                    .observe(master, refs)
                    .forEach((ref, observation) -> seen.put(ref.handle(), observation)));
    return seen;
  }

  @Override
  public Optional<URI> ui(Execution execution) {
    return exchange.ui(execution.id());
  }

  @Override
  public void stop(BackendHandle handle) {
    DriverRef ref = DriverRef.of(handle).orElse(null);
    Master master = ref == null ? null : masters.master(ref.version()).orElse(null);
    if (ref == null || master == null) {
      return;
    }
    ClusterState state = api.state(master);
    Set<String> ids = new LinkedHashSet<>(List.of(ref.driver(), drivers.standIn(ref)));
    state.driversWith(LaunchClass.nameFor(ref.execution())).forEach(row -> ids.add(row.id()));
    ids.stream()
        .filter(id -> !state.driver(id).map(DriverRow::ended).orElse(false))
        .forEach(id -> api.kill(master, id));
  }

  private Master offered(SparkVersion version) {
    return masters
        .master(version)
        .orElseThrow(
            () ->
                TargetFailure.withoutEffect(
                    Kind.REJECTED,
                    "Spark " + version + " is not offered by this backend any more"));
  }

  private void sweepNowAndThen() {
    Instant now = clock.instant();
    Instant due = nextSweep.get();
    if (!now.isBefore(due) && nextSweep.compareAndSet(due, now.plus(SWEEP_EVERY))) {
      exchange.sweep(now);
    }
  }
}
