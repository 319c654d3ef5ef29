package io.switchyard.app;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import io.switchyard.app.http.Meters;
import io.switchyard.domain.job.admission.AdmissionPolicy;
import io.switchyard.ports.job.Admissions;
import io.switchyard.ports.job.CallbackPromise;
import io.switchyard.ports.job.Executions;
import io.switchyard.ports.job.ExplainJob;
import io.switchyard.ports.job.JobIds;
import io.switchyard.ports.job.Jobs;
import io.switchyard.ports.job.MoveWaiting;
import io.switchyard.ports.placement.BackendStates;
import io.switchyard.ports.placement.Backends;
import io.switchyard.ports.placement.DrainBackend;
import io.switchyard.ports.placement.Fleet;
import io.switchyard.ports.placement.GetBackends;
import io.switchyard.ports.placement.PlacementTerms;
import io.switchyard.ports.placement.Placer;
import java.time.Duration;
import java.time.InstantSource;

/** Binds what chooses backends, and what looks after them. */
final class PlacementModule extends AbstractModule {

  private static final Duration MOVE_EVERY = Duration.ofSeconds(2);

  private final BackendStates states;
  private final PlacementTerms terms;
  private final WorkConfig work;

  PlacementModule(BackendStates states, PlacementTerms terms, WorkConfig work) {
    this.states = states;
    this.terms = terms;
    this.work = work;
  }

  @Provides
  @Singleton
  Fleet fleet(Backends backends, InstantSource clock) {
    return Fleet.of(backends, terms, states, clock);
  }

  @Provides
  @Singleton
  Placer placer(Fleet fleet, InstantSource clock) {
    return new Placer(fleet, clock);
  }

  @Provides
  @Singleton
  GetBackends getBackends(Fleet fleet) {
    return new GetBackends(fleet);
  }

  @Provides
  @Singleton
  DrainBackend drainBackend(Fleet fleet, InstantSource clock) {
    return new DrainBackend(fleet, clock);
  }

  @Provides
  @Singleton
  ExplainJob explainJob(
      Placer placer,
      CallbackPromise callbacks,
      Admissions admissions,
      AdmissionPolicy policy,
      JobIds ids,
      InstantSource clock) {
    return new ExplainJob(placer, callbacks, admissions, policy, ids, clock);
  }

  @Provides
  @Singleton
  MoveLoop moveLoop(
      Jobs jobs, Executions executions, Placer placer, InstantSource clock, Meters meters) {
    MoveWaiting moving = new MoveWaiting(jobs, executions, placer, clock);
    return new MoveLoop(
        new WorkLoop(
            () -> {
              meters.moved(moving.move());
              return 0;
            },
            work.onOneThreadEvery(MOVE_EVERY),
            meters));
  }
}
