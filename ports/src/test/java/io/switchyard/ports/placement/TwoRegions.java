package io.switchyard.ports.placement;

import io.switchyard.domain.job.Execution;
import io.switchyard.domain.job.Job;
import io.switchyard.domain.job.JobRequest;
import io.switchyard.domain.job.admission.AdmissionPolicy;
import io.switchyard.domain.placement.BackendId;
import io.switchyard.domain.placement.BackendKind;
import io.switchyard.domain.placement.Region;
import io.switchyard.domain.team.Team;
import io.switchyard.domain.team.TeamQuotas;
import io.switchyard.ports.TargetFailure;
import io.switchyard.ports.job.AdmitExecutions;
import io.switchyard.ports.job.AdvanceExecutions;
import io.switchyard.ports.job.Cadence;
import io.switchyard.ports.job.CallbackPromise;
import io.switchyard.ports.job.FakeBackend;
import io.switchyard.ports.job.InMemoryJobs;
import io.switchyard.ports.job.JobExamples;
import io.switchyard.ports.job.JobIds;
import io.switchyard.ports.job.MoveWaiting;
import io.switchyard.ports.job.SequentialIds;
import io.switchyard.ports.job.SettableClock;
import io.switchyard.ports.job.Submission;
import io.switchyard.ports.job.SubmitJob;
import io.switchyard.ports.job.WatchDrivers;
import io.switchyard.ports.placement.PlacementTerms.TeamPlace;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** A service with a backend in each of two regions, the east first. */
final class TwoRegions {

  static final BackendId EAST = new BackendId("east");
  static final BackendId WEST = new BackendId("west");
  static final TargetFailure AWAY =
      TargetFailure.withoutEffect(TargetFailure.Kind.UNREACHABLE, "does not answer");
  static final TargetFailure LOST =
      TargetFailure.unknownEffect(
          TargetFailure.Kind.UNREACHABLE, "the answer was lost", new IllegalStateException("cut"));

  final InMemoryJobs store = new InMemoryJobs();
  final FakeBackend east = new FakeBackend();
  final FakeBackend west = new FakeBackend();
  final SettableClock clock = new SettableClock();
  final JobIds ids = new SequentialIds();
  final BackendStates states = new InMemoryBackendStates(store::taken);
  final Backends backends = new Backends(List.of(backend(EAST, east), backend(WEST, west)));
  final Fleet fleet;
  final Placer placer;
  final AdvanceExecutions work;
  final MoveWaiting moving;

  /** The team of {@link JobExamples#ANNA} may run in these regions; in all if there are none. */
  TwoRegions(String... residency) {
    Set<Region> fence = Set.of(residency).stream().map(Region::new).collect(Collectors.toSet());
    PlacementTerms terms =
        new PlacementTerms(
            Set.of(new Region("east"), new Region("west")),
            Map.of(),
            TeamPlace.ANYWHERE,
            Map.of(new Team("data-infra"), new TeamPlace(fence, null)));
    fleet = Fleet.of(backends, terms, states, clock);
    placer = new Placer(fleet, clock);
    var policy = new AdmissionPolicy(TeamQuotas.NONE, 1000, Set.of(EAST, WEST));
    var admit = new AdmitExecutions(store, policy, clock, fleet);
    var watch = new WatchDrivers(store, store, store.watches(), fleet, ids, clock, Cadence.DEFAULT);
    work = new AdvanceExecutions(store, store, watch, fleet, ids, clock, Cadence.DEFAULT, admit);
    moving = new MoveWaiting(store, store, placer, clock);
  }

  private static Backend backend(BackendId id, FakeBackend fake) {
    Place place = new Place(BackendKind.SK8, Set.of(new Region(id.value())), Set.of());
    return new Backend(id, place, fake, fake, null);
  }

  Submission answer(JobRequest request) {
    return new SubmitJob(store, placer, ids, clock, CallbackPromise.NONE, TeamQuotas.NONE)
        .submit(request, JobExamples.ANNA);
  }

  Job submit() {
    return ((Submission.Accepted) answer(JobExamples.request())).job();
  }

  Job submitted(Job job) {
    return store.find(job.id()).orElseThrow();
  }

  Execution now(Job job) {
    return submitted(job).current();
  }

  /** Two seconds pass, and all loops run once. */
  void pass() {
    clock.advance(Duration.ofSeconds(2));
    moving.move();
    work.advance();
  }

  void eastFails() {
    for (int i = 0; i < 3; i++) {
      fleet.failed(EAST, AWAY);
    }
  }

  void drain(BackendId backend) {
    fleet.drain(backend, new BackendState.Drain("root", clock.instant()));
  }
}
