package io.switchyard.app.grpc;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import io.switchyard.app.http.Callers;
import io.switchyard.app.http.Cancelling;
import io.switchyard.app.http.JobViews;
import io.switchyard.app.http.Links;
import io.switchyard.app.http.Meters;
import io.switchyard.app.http.SessionActions;
import io.switchyard.app.http.Submitting;
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
  WatchedJobs watchedJobs(GetJob get, Streams streams) {
    return new WatchedJobs(get, streams);
  }

  @Provides
  @Singleton
  LogCalls logCalls(GetJob get, ReadJobLogs read, Streams streams, InstantSource clock) {
    return new LogCalls(get, read, streams, clock);
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
  GrpcServer server(
      JobCalls jobs,
      LogCalls logs,
      WatchedJobs watched,
      SessionActions sessions,
      Streams streams,
      Callers callers,
      Meters meters) {
    return new GrpcServer(
        grpc,
        List.of(new JobStubs(jobs, logs, watched), new SessionStubs(sessions)),
        streams,
        new CallGuard(callers, meters),
        meters);
  }
}
