package io.switchyard.ports.placement;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchyard.domain.job.Execution;
import io.switchyard.domain.job.JobRequest;
import io.switchyard.domain.job.PlaceWish;
import io.switchyard.domain.job.admission.AdmissionPolicy;
import io.switchyard.domain.placement.BackendId;
import io.switchyard.domain.placement.BackendKind;
import io.switchyard.domain.placement.BackendTerms;
import io.switchyard.domain.placement.Environment;
import io.switchyard.domain.placement.PlacementRule;
import io.switchyard.domain.placement.Refusal;
import io.switchyard.domain.placement.Region;
import io.switchyard.domain.team.Team;
import io.switchyard.domain.team.TeamQuotas;
import io.switchyard.ports.job.CallbackPromise;
import io.switchyard.ports.job.ExplainJob;
import io.switchyard.ports.job.FakeBackend;
import io.switchyard.ports.job.InMemoryJobs;
import io.switchyard.ports.job.JobExamples;
import io.switchyard.ports.job.JobFilter;
import io.switchyard.ports.job.JobForecast;
import io.switchyard.ports.job.SequentialIds;
import io.switchyard.ports.job.SettableClock;
import io.switchyard.ports.job.Submission;
import io.switchyard.ports.job.SubmitJob;
import io.switchyard.ports.placement.PlacementTerms.TeamPlace;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** What a dry run foretells is what a submission then does. */
final class ForecastPropertiesTest {

  private static final List<Region> REGIONS =
      List.of(new Region("us-west-2"), new Region("us-east-1"), new Region("eu-west-1"));

  private final SettableClock clock = new SettableClock();
  private final InMemoryJobs store = new InMemoryJobs();
  private final SequentialIds ids = new SequentialIds();

  @Property(tries = 300)
  void a_forecast_equals_what_is_done(@ForAll long seed) {
    Random random = new Random(seed);
    Placer placer = new Placer(fleet(random), clock);
    var policy =
        new AdmissionPolicy(TeamQuotas.NONE, 10, placer.fleet().terms().backends().keySet());
    var explain = new ExplainJob(placer, CallbackPromise.NONE, store, policy, ids, clock);
    var submit = new SubmitJob(store, placer, ids, clock, CallbackPromise.NONE, TeamQuotas.NONE);
    JobRequest request =
        JobExamples.request("nightly", "data-infra", "key-" + ids.nextJob()).placed(wish(random));

    JobForecast forecast = explain.explain(request, JobExamples.ANNA);
    assertThat(store.list(JobFilter.ALL, 1000)).noneMatch(job -> job.request().equals(request));
    Submission done = submit.submit(request, JobExamples.ANNA);

    if (forecast instanceof JobForecast.Refused refused) {
      assertThat(refused.answer()).isEqualTo(done);
      return;
    }
    var foretold = ((JobForecast.Taken) forecast).chosen();
    Execution execution = ((Submission.Accepted) done).job().current();
    assertThat(execution.backend()).isEqualTo(foretold.backend().id());
    assertThat(execution.sparkVersion()).isEqualTo(foretold.sparkVersion());
    assertThat(execution.placement().waits()).isEqualTo(foretold.placement().waits());
    assertThat(hard(execution.placement().refused()))
        .isEqualTo(hard(foretold.placement().refused()));
  }

  /** Whether one fits is asked of fewer backends when it is meant, so their reasons may differ. */
  private static List<Refusal> hard(List<Refusal> refused) {
    return refused.stream()
        .filter(one -> !one.rule().ranks() && !one.rule().temporary())
        .filter(one -> one.rule() != PlacementRule.FIT)
        .toList();
  }

  private static PlaceWish wish(Random random) {
    return new PlaceWish(
        random.nextBoolean() ? null : any(random, Environment.values()),
        random.nextBoolean() ? null : REGIONS.get(random.nextInt(3)),
        random.nextBoolean() ? null : any(random, BackendKind.values()));
  }

  private static <T> T any(Random random, T[] all) {
    return all[random.nextInt(all.length)];
  }

  private Fleet fleet(Random random) {
    List<Backend> backends = new ArrayList<>();
    Map<BackendId, BackendTerms> terms = new HashMap<>();
    int count = 1 + random.nextInt(5);
    for (int i = 0; i < count; i++) {
      BackendId id = new BackendId("b" + i);
      FakeBackend fake = new FakeBackend();
      Set<Region> regions =
          random.nextInt(4) == 0 ? Set.of() : Set.of(REGIONS.get(random.nextInt(3)));
      Set<Environment> environments =
          random.nextBoolean() ? Set.of() : Set.of(any(random, Environment.values()));
      Place place = new Place(any(random, BackendKind.values()), regions, environments);
      backends.add(new Backend(id, place, fake, fake, null));
      Set<String> teams = random.nextInt(4) == 0 ? Set.of("other") : Set.of();
      terms.put(
          id,
          new BackendTerms(random.nextInt(2), 1 + random.nextInt(4), 1, teams, null, null, null));
    }
    Set<Region> fence = random.nextBoolean() ? Set.of() : Set.of(REGIONS.get(random.nextInt(3)));
    PlacementTerms placement =
        new PlacementTerms(
            Set.copyOf(REGIONS),
            terms,
            TeamPlace.ANYWHERE,
            Map.of(new Team("data-infra"), new TeamPlace(fence, null)));
    BackendStates states = new InMemoryBackendStates(store::taken);
    Fleet fleet = Fleet.of(new Backends(backends), placement, states, clock);
    for (Backend backend : backends) {
      for (int i = random.nextInt(5); i > 1; i--) {
        fleet.failed(backend.id(), TwoRegions.AWAY);
      }
      if (random.nextInt(5) == 0) {
        fleet.drain(backend.id(), new BackendState.Drain("root", clock.instant()));
      }
    }
    return fleet;
  }
}
