package io.switchyard.app.grpc;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import io.switchyard.app.http.BackendActions;
import io.switchyard.app.http.Callers;
import io.switchyard.app.http.Cancelling;
import io.switchyard.app.http.ClusterActions;
import io.switchyard.app.http.ClusterViews;
import io.switchyard.app.http.JobViews;
import io.switchyard.app.http.Links;
import io.switchyard.app.http.Meters;
import io.switchyard.app.http.SessionActions;
import io.switchyard.app.http.Submitting;
import io.switchyard.app.tracing.Tracing;
import io.switchyard.ports.cluster.GetCluster;
import io.switchyard.ports.cluster.ListClusterEvents;
import io.switchyard.ports.cluster.ListClusters;
import io.switchyard.ports.cluster.ListServers;
import io.switchyard.ports.cluster.ReadServerLogs;
import io.switchyard.ports.job.GetJob;
import io.switchyard.ports.job.ListJobs;
import io.switchyard.ports.job.ReadJobLogs;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/** Binds the gRPC server to the use cases. */
public final class GrpcModule extends AbstractModule {

  private static final Duration POLL = Duration.ofMillis(500);

  private final GrpcConfig grpc;

  public GrpcModule(GrpcConfig grpc) {
    this.grpc = grpc;
  }

  @Provides
  @Singleton
  Streams streams() {
    return new Streams(POLL);
  }

  @Provides
  @Singleton
  LogCalls logCalls(
      GetJob get,
      ReadJobLogs read,
      ListServers servers,
      ReadServerLogs readServers,
      Streams streams,
      InstantSource clock) {
    return new LogCalls(get, read, servers, readServers, streams, clock);
  }

  @Provides
  @Singleton
  JobCalls jobCalls(
      Submitting submitting,
      GetJob get,
      ListJobs list,
      Cancelling cancelling,
      JobViews views,
      Links links) {
    return new JobCalls(submitting, get, list, cancelling, views, links);
  }

  @Provides
  @Singleton
  JobStubs jobs(JobCalls jobs, LogCalls logs, GetJob get, Streams streams) {
    return new JobStubs(jobs, logs, new Watched<>(new WatchedJobs(get), streams));
  }

  @Provides
  @Singleton
  ClusterStubs clusters(
      ClusterActions actions,
      GetCluster get,
      ListClusters list,
      ListClusterEvents events,
      ClusterViews views,
      LogCalls logs,
      Streams streams) {
    return new ClusterStubs(
        new ClusterCalls(actions, get, list, events, views),
        logs,
        new Watched<>(new WatchedClusters(get, views), streams));
  }

  @Provides
  @Singleton
  GrpcServer server(
      JobStubs jobs,
      ClusterStubs clusters,
      SessionActions sessions,
      BackendActions backends,
      Streams streams,
      Callers callers,
      Meters meters,
      Tracing tracing) {
    return new GrpcServer(
        grpc,
        List.of(jobs, clusters, new SessionStubs(sessions), new BackendStubs(backends)),
        streams,
        new CallGuard(callers, meters, tracing),
        meters);
  }
}
