package io.switchyard.app.http;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import io.switchyard.app.tracing.Tracing;
import io.switchyard.domain.cluster.ClusterNames;
import io.switchyard.ports.cluster.EstimateReady;
import io.switchyard.ports.cluster.GetCluster;
import io.switchyard.ports.cluster.ListClusterEvents;
import io.switchyard.ports.cluster.ListClusters;
import io.switchyard.ports.cluster.ListServers;
import io.switchyard.ports.cluster.ReadServerLogs;
import io.switchyard.ports.job.Admissions;
import io.switchyard.ports.job.CancelJob;
import io.switchyard.ports.job.Events;
import io.switchyard.ports.job.ExplainJob;
import io.switchyard.ports.job.ExplainWait;
import io.switchyard.ports.job.GetCallbacks;
import io.switchyard.ports.job.GetJob;
import io.switchyard.ports.job.GetLogCaptures;
import io.switchyard.ports.job.GetTimeline;
import io.switchyard.ports.job.ListEvents;
import io.switchyard.ports.job.ListJobEvents;
import io.switchyard.ports.job.ListJobs;
import io.switchyard.ports.job.ReadJobLogs;
import io.switchyard.ports.job.SubmitJob;
import io.switchyard.ports.placement.DrainBackend;
import io.switchyard.ports.placement.GetBackends;
import io.switchyard.ports.session.CloseSession;
import io.switchyard.ports.session.GetSession;
import io.switchyard.ports.session.ListSessions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.BooleanSupplier;

/** Binds the HTTP server to the use cases. */
public final class HttpModule extends AbstractModule {

  private static final Duration FOLLOW_POLL = Duration.ofMillis(500);

  private final HttpConfig http;
  private final Callers callers;
  private final ClusterNames names;
  private final BooleanSupplier storeAnswers;

  /**
   * @param names how clients reach the gateway
   * @param storeAnswers whether the store can be used now; may block for a moment
   */
  public HttpModule(
      HttpConfig http, Callers callers, ClusterNames names, BooleanSupplier storeAnswers) {
    this.http = http;
    this.names = names;
    this.callers = callers;
    this.storeAnswers = storeAnswers;
  }

  @Override
  protected void configure() {
    bind(Callers.class).toInstance(callers);
  }

  @Provides
  @Singleton
  Readiness readiness() {
    return new Readiness();
  }

  @Provides
  @Singleton
  Meters meters(Admissions admissions) {
    Meters meters = new Meters();
    meters.teams(admissions::loads);
    return meters;
  }

  @Provides
  @Singleton
  LogFollowers followers(InstantSource clock) {
    return new LogFollowers(clock, FOLLOW_POLL);
  }

  @Provides
  @Singleton
  Links links() {
    return new Links(http.publicUrl());
  }

  @Provides
  @Singleton
  Submitting submitting(SubmitJob submit, ExplainJob explain, Meters meters) {
    return new Submitting(submit, explain, meters);
  }

  @Provides
  @Singleton
  Cancelling cancelling(CancelJob cancel) {
    return new Cancelling(cancel);
  }

  @Provides
  @Singleton
  SubmitRoute submitRoute(Submitting submitting, Callers callers, Links links) {
    return new SubmitRoute(submitting, callers, links);
  }

  @Provides
  @Singleton
  JobViews jobViews(
      GetLogCaptures captures, GetCallbacks callbacks, ExplainWait waits, GetTimeline timelines) {
    return new JobViews(
        captures, callbacks, waits, timelines, ClusterNames.endpoint(names.domain()));
  }

  @Provides
  @Singleton
  JobRoutes jobRoutes(
      GetJob get, ListJobs list, Cancelling cancel, JobViews views, Callers callers, Links links) {
    return new JobRoutes(get, list, cancel, views, callers, links);
  }

  @Provides
  @Singleton
  LogRoute logRoute(
      GetJob get, ReadJobLogs read, LogFollowers followers, Callers callers, Links links) {
    return new LogRoute(get, read, followers, callers, links);
  }

  @Provides
  @Singleton
  ClusterLogRoute clusterLogRoute(
      ListServers servers, ReadServerLogs read, LogFollowers followers, Callers callers) {
    return new ClusterLogRoute(servers, read, followers, callers);
  }

  @Provides
  @Singleton
  EventWaiters eventWaiters(Events events, InstantSource clock) {
    return new EventWaiters(events::newest, clock);
  }

  @Provides
  @Singleton
  EventRoutes eventRoutes(
      GetJob get, ListJobEvents ofJob, ListEvents ofTeams, EventWaiters waiters, Callers callers) {
    return new EventRoutes(get, ofJob, ofTeams, waiters, callers);
  }

  @Provides
  @Singleton
  ClusterRoutes clusterRoutes(
      ClusterActions actions,
      GetCluster get,
      ListClusters list,
      ListClusterEvents events,
      ClusterViews views,
      Callers callers) {
    return new ClusterRoutes(actions, get, list, events, views, callers);
  }

  @Provides
  @Singleton
  ClusterViews clusterViews(EstimateReady estimate) {
    return new ClusterViews(estimate);
  }

  @Provides
  @Singleton
  SessionActions sessionActions(GetSession get, ListSessions list, CloseSession close) {
    return new SessionActions(get, list, close);
  }

  @Provides
  @Singleton
  SessionRoutes sessionRoutes(SessionActions actions, Callers callers) {
    return new SessionRoutes(actions, callers);
  }

  @Provides
  @Singleton
  BackendActions backendActions(GetBackends get, DrainBackend drain, Meters meters) {
    meters.backends(get::all);
    return new BackendActions(get, drain);
  }

  @Provides
  @Singleton
  BackendRoutes backendRoutes(BackendActions actions, Callers callers) {
    return new BackendRoutes(actions, callers);
  }

  @Provides
  @Singleton
  Routes routes(
      SubmitRoute submit,
      JobRoutes jobs,
      LogRoute logs,
      EventRoutes events,
      ClusterRoutes clusters,
      ClusterLogRoute clusterLogs,
      SessionRoutes sessions,
      BackendRoutes backends,
      Readiness readiness,
      Meters meters) {
    return new Routes(
        submit,
        jobs,
        logs,
        events,
        clusters,
        clusterLogs,
        sessions,
        backends,
        new Health(storeAnswers, readiness),
        meters,
        new ApiDocs());
  }

  @Provides
  @Singleton
  HttpServer server(
      Routes routes, Meters meters, Tracing tracing, LogFollowers followers, EventWaiters waiters) {
    return new HttpServer(http, routes, meters, tracing, followers, waiters);
  }
}
