package io.switchyard.adapters.emr;

import io.switchyard.adapters.emr.EmrConfig.PerJob;
import io.switchyard.adapters.emr.EmrConfig.Shared;
import io.switchyard.adapters.emr.Tickets.Claim;
import io.switchyard.domain.job.Execution;
import io.switchyard.domain.job.ExecutionId;
import io.switchyard.domain.job.JobRequest;
import io.switchyard.domain.job.SparkVersion;
import io.switchyard.domain.team.Team;
import io.switchyard.ports.TargetFailure;
import io.switchyard.ports.TargetFailure.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.emr.model.ClusterSummary;
import software.amazon.awssdk.services.emr.model.StepConfig;

/** Drivers as things that EMR is asked for once each; what it answers is the cluster's id. */
final class Drivers {

  static final String INPUT = "input";

  private final EmrConfig config;
  private final Emr emr;
  private final Steps steps;
  private final S3Folder work;
  private final ClusterRequests requests;
  private final @Nullable TeamClusters teams;

  /**
   * @param teams null if teams have no clusters of their own
   */
  Drivers(
      EmrConfig config,
      Emr emr,
      Steps steps,
      S3Folder work,
      ClusterRequests requests,
      @Nullable TeamClusters teams) {
    this.config = config;
    this.emr = emr;
    this.steps = steps;
    this.work = work;
    this.requests = requests;
    this.teams = teams;
  }

  /** The folder of an execution in S3. */
  static String folder(ExecutionId execution) {
    return "executions/" + execution;
  }

  /** One that may have been asked for. */
  Once.Thing of(ExecutionId execution) {
    return new Driver(execution);
  }

  /** One that is asked for. */
  Once.Asked asked(DriverSpec spec, Execution execution, JobRequest request) {
    return config.clusters() instanceof PerJob own
        ? new OwnCluster(spec, own, execution, request)
        : new Step(spec, execution.sparkVersion(), request.team());
  }

  private class Driver implements Once.Thing {

    final ExecutionId execution;

    Driver(ExecutionId execution) {
      this.execution = execution;
    }

    @Override
    public String folder() {
      return Drivers.folder(execution);
    }

    @Override
    public Optional<String> look(int ticket, Claim claim) {
      String mark = StepRef.mark(execution, ticket);
      // A claim without a cluster is one for a cluster, whatever this backend makes today.
      return claim.cluster().isEmpty()
          ? steps.cluster(mark, claim.at().minus(Duration.ofHours(1))).map(ClusterSummary::id)
          : steps.find(claim.cluster(), mark).map(step -> claim.cluster());
    }

    void writeInput(DriverSpec spec) {
      if (!spec.input().isEmpty()) {
        work.put(folder() + "/" + INPUT, spec.input());
      }
    }
  }

  /** On a cluster that there is. */
  private final class Step extends Driver implements Once.Asked {

    private final DriverSpec spec;
    private final SparkVersion version;
    private final Team team;

    Step(DriverSpec spec, SparkVersion version, Team team) {
      super(spec.execution());
      this.spec = spec;
      this.version = version;
      this.team = team;
    }

    @Override
    public Claim claim(Instant now) {
      String cluster = cluster();
      emr.checkBudget("AddJobFlowSteps");
      if (steps.full(cluster)) {
        throw TargetFailure.withoutEffect(
            Kind.FULL, "the EMR cluster " + cluster + " has as many steps as EMR lets wait on one");
      }
      return Claim.launch(cluster, now);
    }

    private String cluster() {
      if (config.clusters() instanceof Shared shared) {
        return shared.clusterId();
      } else if (teams != null) {
        return teams.of(team, version);
      }
      throw new IllegalStateException("no clusters for steps");
    }

    @Override
    public String ask(int ticket, Claim claim) {
      StepConfig step = StepRequests.of(spec, ticket, work.address(folder()), false);
      writeInput(spec);
      try {
        emr.add(claim.cluster(), step);
      } catch (TargetFailure failure) {
        if (failure.kind() == Kind.FULL) {
          steps.refusedAsFull(claim.cluster());
        } else if (teams != null && AwsFailures.clusterEnded(failure)) {
          teams.ended(team, version, claim.cluster());
        }
        throw failure;
      }
      steps.added(claim.cluster());
      return claim.cluster();
    }
  }

  /** On a cluster of its own. */
  private final class OwnCluster extends Driver implements Once.Asked {

    private final DriverSpec spec;
    private final PerJob own;
    private final Execution launched;
    private final JobRequest request;

    OwnCluster(DriverSpec spec, PerJob own, Execution launched, JobRequest request) {
      super(spec.execution());
      this.spec = spec;
      this.own = own;
      this.launched = launched;
      this.request = request;
    }

    @Override
    public Claim claim(Instant now) {
      emr.checkBudget("RunJobFlow");
      return Claim.launch("", now);
    }

    @Override
    public String ask(int ticket, Claim claim) {
      StepConfig step = StepRequests.of(spec, ticket, work.address(folder()), true);
      writeInput(spec);
      return emr.run(
          requests.own(
              own.profile(),
              launched.sparkVersion(),
              StepRef.mark(execution, ticket) + " " + spec.jobName(),
              step,
              Map.of(
                  "switchyard:execution-id", execution.value(),
                  "switchyard:job-id", launched.job().value(),
                  "switchyard:team", request.team().name())));
    }
  }
}
