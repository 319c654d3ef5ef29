package io.switchyard.app;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import io.switchyard.app.http.Meters;
import io.switchyard.domain.job.admission.AdmissionPolicy;
import io.switchyard.ports.cluster.AdvanceClusters;
import io.switchyard.ports.cluster.ClusterCadence;
import io.switchyard.ports.cluster.ForgetClusters;
import io.switchyard.ports.job.Admissions;
import io.switchyard.ports.job.AdmitExecutions;
import io.switchyard.ports.job.AdvanceExecutions;
import io.switchyard.ports.job.CallbackPromise;
import io.switchyard.ports.job.CancelJob;
import io.switchyard.ports.job.CaptureLogs;
import io.switchyard.ports.job.Events;
import io.switchyard.ports.job.Executions;
import io.switchyard.ports.job.ExplainWait;
import io.switchyard.ports.job.ForgetHistory;
import io.switchyard.ports.job.GetJob;
import io.switchyard.ports.job.GetLogCaptures;
import io.switchyard.ports.job.GetTimeline;
import io.switchyard.ports.job.History;
import io.switchyard.ports.job.JobIds;
import io.switchyard.ports.job.Jobs;
import io.switchyard.ports.job.ListEvents;
import io.switchyard.ports.job.ListJobEvents;
import io.switchyard.ports.job.ListJobs;
import io.switchyard.ports.job.LogCaptures;
import io.switchyard.ports.job.LogStore;
import io.switchyard.ports.job.ReadJobLogs;
import io.switchyard.ports.job.Retention;
import io.switchyard.ports.job.SubmitJob;
import io.switchyard.ports.job.WatchDrivers;
import io.switchyard.ports.job.Watches;
import io.switchyard.ports.placement.Backends;
import io.switchyard.ports.placement.Fleet;
import io.switchyard.ports.placement.Placer;
import io.switchyard.ports.session.ForgetSessions;
import io.switchyard.ports.session.KeepSessions;
import io.switchyard.ports.session.SessionDoor;
import io.switchyard.ports.session.TendSessions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.IntConsumer;
import java.util.function.IntSupplier;

/** Binds the use cases to the adapters. */
final class ControlPlaneModule extends AbstractModule {

  private static final Duration FORGET_EVERY = Duration.ofMinutes(1);
  private static final Duration KEEP_SESSIONS = Duration.ofSeconds(1);
  private static final Duration TEND_SESSIONS = Duration.ofSeconds(2);

  private final Adapters adapters;
  private final WorkConfig work;
  private final LogsConfig logs;
  private final Retention history;
  private final AdmissionConfig admission;

  ControlPlaneModule(
      Adapters adapters,
      WorkConfig work,
      LogsConfig logs,
      Retention history,
      AdmissionConfig admission) {
    this.adapters = adapters;
    this.logs = logs;
    this.work = work;
    this.history = history;
    this.admission = admission;
  }

  @Override
  protected void configure() {
    bind(Jobs.class).toInstance(adapters.jobs());
    bind(Executions.class).toInstance(adapters.executions());
    bind(Admissions.class).toInstance(adapters.admissions());
    bind(AdmissionPolicy.class).toInstance(admission.policy(adapters.backends()));
    bind(Events.class).toInstance(adapters.events());
    bind(History.class).toInstance(adapters.history());
    bind(LogCaptures.class).toInstance(adapters.logCaptures());
    bind(Watches.class).toInstance(adapters.watches());
    bind(LogStore.class).toInstance(adapters.logStore());
    bind(Backends.class).toInstance(adapters.backends());
    bind(InstantSource.class).toInstance(adapters.clock());
    bind(JobIds.class).toInstance(new UlidJobIds());
  }

  @Provides
  @Singleton
  SubmitJob submitJob(
      Jobs jobs, Placer placer, JobIds ids, InstantSource clock, CallbackPromise callbacks) {
    return new SubmitJob(jobs, placer, ids, clock, callbacks, admission.teams());
  }

  @Provides
  @Singleton
  GetJob getJob(Jobs jobs) {
    return new GetJob(jobs);
  }

  @Provides
  @Singleton
  ExplainWait explainWait(
      Admissions admissions, AdmissionPolicy policy, InstantSource clock, Fleet fleet) {
    return new ExplainWait(admissions, policy, clock, fleet);
  }

  @Provides
  @Singleton
  ListJobs listJobs(Jobs jobs) {
    return new ListJobs(jobs);
  }

  @Provides
  @Singleton
  CancelJob cancelJob(Jobs jobs, Executions executions, InstantSource clock) {
    return new CancelJob(jobs, executions, clock);
  }

  @Provides
  @Singleton
  ReadJobLogs readJobLogs(Jobs jobs, Backends backends, LogStore store) {
    return new ReadJobLogs(jobs, backends, store);
  }

  @Provides
  @Singleton
  GetLogCaptures getLogCaptures(LogCaptures captures) {
    return new GetLogCaptures(captures);
  }

  @Provides
  @Singleton
  CaptureLogs captureLogs(
      LogCaptures captures, Backends backends, LogStore store, InstantSource clock) {
    return new CaptureLogs(captures, backends, store, clock, logs.terms());
  }

  @Provides
  @Singleton
  ListJobEvents listJobEvents(Jobs jobs, Events events) {
    return new ListJobEvents(jobs, events);
  }

  @Provides
  @Singleton
  GetTimeline getTimeline(Events events) {
    return new GetTimeline(events);
  }

  @Provides
  @Singleton
  ListEvents listEvents(Events events) {
    return new ListEvents(events);
  }

  @Provides
  @Singleton
  HistoryLoop historyLoop(
      History kept,
      LogStore logStore,
      ForgetClusters clusters,
      ForgetSessions sessions,
      InstantSource clock) {
    ForgetHistory jobs = new ForgetHistory(kept, logStore, clock, history);
    return new HistoryLoop(
        () -> jobs.forget() | clusters.forget() | sessions.forget(), FORGET_EVERY);
  }

  @Provides
  @Singleton
  AdmitExecutions admitExecutions(
      Admissions admissions, AdmissionPolicy policy, InstantSource clock, Fleet fleet) {
    return new AdmitExecutions(admissions, policy, clock, fleet);
  }

  @Provides
  @Singleton
  AdvanceExecutions advanceExecutions(
      Jobs jobs,
      Executions executions,
      WatchDrivers watch,
      Fleet fleet,
      JobIds ids,
      InstantSource clock,
      AdmitExecutions admit) {
    return new AdvanceExecutions(jobs, executions, watch, fleet, ids, clock, work.cadence(), admit);
  }

  @Provides
  @Singleton
  WatchDrivers watchDrivers(
      Jobs jobs,
      Executions executions,
      Watches watches,
      Fleet fleet,
      JobIds ids,
      InstantSource clock) {
    return new WatchDrivers(jobs, executions, watches, fleet, ids, clock, work.cadence());
  }

  @Provides
  @Singleton
  WorkLoop workLoop(AdvanceExecutions advance, Meters meters) {
    return new WorkLoop(counted(advance::advance, meters::advanced), work, meters);
  }

  @Provides
  @Singleton
  WatchLoop watchLoop(WatchDrivers watch, Meters meters) {
    return new WatchLoop(new WorkLoop(watch::watch, work.forWatching(), meters));
  }

  /** Logs of executions and of servers are one work, so that a slow worker is waited for once. */
  @Provides
  @Singleton
  CaptureLoop captureLoop(
      CaptureLogs executions,
      Backends backends,
      LogStore store,
      InstantSource clock,
      Meters meters) {
    CaptureLogs servers =
        new CaptureLogs(adapters.endedServers(), backends, store, clock, logs.terms());
    return new CaptureLoop(
        new WorkLoop(
            counted(() -> executions.capture() + servers.capture(), meters::captured),
            work.inBatchesOf(CaptureLogs.BATCH),
            meters));
  }

  @Provides
  @Singleton
  ClusterLoop clusterLoop(AdvanceClusters advance, Meters meters) {
    return new ClusterLoop(
        new WorkLoop(advance::advance, work.inBatchesOf(ClusterCadence.DEFAULT.batch()), meters));
  }

  @Provides
  @Singleton
  SessionLoops sessionLoops(SessionDoor door, TendSessions tend, Meters meters) {
    return new SessionLoops(
        new WorkLoop(once(door.keep()), work.onOneThreadEvery(KEEP_SESSIONS), meters),
        new WorkLoop(
            tend::tend,
            work.inBatchesOf(TendSessions.BATCH).onOneThreadEvery(TEND_SESSIONS),
            meters));
  }

  /** Leaves nothing due. */
  private static IntSupplier once(KeepSessions keep) {
    return () -> {
      keep.keep();
      return 0;
    };
  }

  private static IntSupplier counted(IntSupplier pass, IntConsumer count) {
    return () -> {
      int claimed = pass.getAsInt();
      count.accept(claimed);
      return claimed;
    };
  }
}
