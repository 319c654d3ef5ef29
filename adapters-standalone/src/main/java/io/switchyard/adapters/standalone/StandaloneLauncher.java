package io.switchyard.adapters.standalone;

import io.switchyard.domain.cluster.ServerToken;
import io.switchyard.domain.input.InvalidInput;
import io.switchyard.domain.input.Violation;
import io.switchyard.domain.job.BackendHandle;
import io.switchyard.domain.job.DriverConnect;
import io.switchyard.domain.job.Execution;
import io.switchyard.domain.job.JobRequest;
import io.switchyard.domain.job.Observation;
import io.switchyard.domain.job.Observation.Phase;
import io.switchyard.domain.job.Resources;
import io.switchyard.domain.job.ShownSettings;
import io.switchyard.domain.job.SparkVersion;
import io.switchyard.ports.TargetFailure;
import io.switchyard.ports.TargetFailure.Kind;
import io.switchyard.ports.job.Fit;
import io.switchyard.ports.job.JobLauncher;
import java.io.IOException;
import java.net.URI;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Runs the drivers of jobs on Spark masters. */
final class StandaloneLauncher implements JobLauncher {

  private final Masters masters;
  private final MasterApi api;
  private final Planning planning;
  private final Exchange exchange;
  private final Observing observing;
  private final DriverLaunching launching;
  private final DriverServers servers;
  private final InstantSource clock;
  private volatile boolean wasReady;

  StandaloneLauncher(
      Masters masters,
      MasterApi api,
      StandaloneConfig config,
      LaunchTurn turn,
      InstantSource clock) {
    this.masters = masters;
    this.api = api;
    this.planning = new Planning(masters, config);
    this.exchange = Exchange.ofJobs(config.exchange());
    this.observing = new Observing(api, exchange);
    this.launching = new DriverLaunching(masters, api, exchange, turn);
    this.servers = new DriverServers(exchange);
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
  public Map<String, String> conf(JobRequest request, SparkVersion version) {
    LaunchPlan plan = planning.plan(request, version);
    Map<String, String> conf = SubmissionRequest.common(request, plan);
    plan.secrets().keySet().forEach(key -> conf.put(key, ShownSettings.SECRET));
    return ShownSettings.of(conf);
  }

  /** The master of the default release stands for the others; one that starts is left alone. */
  @Override
  public boolean probe() {
    wasReady |= masters.ready();
    if (!wasReady) {
      return false;
    }
    masters.master(masters.versions().get(0)).ifPresent(api::state);
    return true;
  }

  @Override
  public BackendHandle launch(Execution execution, JobRequest request) {
    return launching.launch(
        execution.id(),
        execution.sparkVersion(),
        () -> new JobDraft(execution, request, plan(execution, request)));
  }

  private record JobDraft(Execution execution, JobRequest request, LaunchPlan plan)
      implements DriverLaunching.Draft {

    @Override
    public Resources resources() {
      return plan.resources();
    }

    @Override
    public void write(ExecutionFolder folder) throws IOException {
      folder.write(plan);
      DriverConnect connect = execution.connect();
      if (connect != null) {
        folder.writeConnect(new ServerToken(connect.token()));
      }
    }

    @Override
    public Map<String, Object> body(ExecutionFolder folder, Master master) {
      return SubmissionRequest.of(execution, request, plan, folder, master);
    }
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

  @Override
  public Optional<BackendHandle> find(Execution execution, JobRequest request) {
    return launching.find(execution.id(), execution.sparkVersion());
  }

  @Override
  public Optional<BackendHandle> forbid(Execution execution, JobRequest request) {
    return launching.forbid(execution.id(), execution.sparkVersion());
  }

  @Override
  public Map<BackendHandle, Observation> observe(Set<BackendHandle> handles) {
    exchange.sweepNowAndThen(clock.instant());
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
  public Optional<URI> connect(Execution execution) {
    return servers.address(execution);
  }

  @Override
  public boolean busy(Execution execution, String user, String sessionId) {
    return servers.busy(execution, user, sessionId);
  }

  @Override
  public void stop(BackendHandle handle) {
    launching.stop(handle);
  }
}
