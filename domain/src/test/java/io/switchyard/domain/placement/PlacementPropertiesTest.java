package io.switchyard.domain.placement;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchyard.domain.placement.PlacementAsk.Wish;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** What holds of every choice. */
final class PlacementPropertiesTest {

  private static final List<Region> REGIONS = List.of(Asks.WEST, Asks.EAST, Asks.EU);
  private static final int KEYS = 10_000;

  @Provide
  Arbitrary<List<BackendSnapshot>> backends() {
    Arbitrary<Set<Region>> regions = Arbitraries.of(REGIONS).set().ofMaxSize(2);
    Arbitrary<Set<Environment>> environments = Arbitraries.of(Environment.class).set().ofMaxSize(2);
    Arbitrary<BackendTerms> terms =
        Combinators.combine(
                Arbitraries.integers().between(0, 2),
                Arbitraries.integers().between(1, 5),
                Arbitraries.doubles().between(0.5, 4),
                Arbitraries.of("growth", "other").set().ofMaxSize(1),
                Arbitraries.longs().between(1, 20).injectNull(0.5))
            .as(
                (order, weight, cost, teams, cores) ->
                    new BackendTerms(order, weight, cost, teams, cores, null, null));
    Arbitrary<BackendSnapshot> backend =
        Combinators.combine(
                Arbitraries.of(BackendKind.class),
                regions,
                environments,
                terms,
                Arbitraries.of(true, false),
                Arbitraries.of(0.0, Condition.TRIAL_SHARE, 1.0),
                Arbitraries.of(true, false),
                Arbitraries.longs().between(0, 20))
            .as(PlacementPropertiesTest::backend);
    return backend.list().ofMinSize(1).ofMaxSize(8).map(PlacementPropertiesTest::named);
  }

  private static BackendSnapshot backend(
      BackendKind kind,
      Set<Region> regions,
      Set<Environment> environments,
      BackendTerms terms,
      boolean clusters,
      double share,
      boolean draining,
      long used) {
    Health health = share == 0 ? Health.UNHEALTHY : share < 1 ? Health.DEGRADED : Health.HEALTHY;
    return new BackendSnapshot(
        new BackendId("b"),
        kind,
        regions,
        environments,
        terms,
        clusters,
        health,
        share,
        draining,
        used,
        0);
  }

  private static List<BackendSnapshot> named(List<BackendSnapshot> all) {
    List<BackendSnapshot> named = new ArrayList<>();
    for (BackendSnapshot b : all) {
      named.add(
          new BackendSnapshot(
              new BackendId("b" + named.size()),
              b.kind(),
              b.regions(),
              b.environments(),
              b.terms(),
              b.runsClusters(),
              b.health(),
              b.share(),
              b.draining(),
              b.usedCores(),
              b.usedMemoryMb()));
    }
    return named;
  }

  @Provide
  Arbitrary<PlacementAsk> asks() {
    Arbitrary<Wish> wishes =
        Combinators.combine(
                Arbitraries.of(REGIONS).injectNull(0.5),
                Arbitraries.of(true, false),
                Arbitraries.of(BackendKind.class).injectNull(0.5))
            .as(Wish::new);
    return Combinators.combine(
            Arbitraries.strings().alpha().ofLength(6),
            Arbitraries.of(true, false),
            Arbitraries.of(Environment.class).injectNull(0.5),
            Arbitraries.of(REGIONS).set().ofMaxSize(2),
            wishes,
            Arbitraries.of(REGIONS).injectNull(0.5),
            Arbitraries.longs().between(0, 5))
        .as(
            (key, cluster, environment, fence, wish, home, cores) ->
                new PlacementAsk(
                    key, "growth", cluster, environment, fence, wish, home, cores, 0, Asks.NOW));
  }

  private static PlacementPolicy.Fits fitting(Set<Integer> unfit) {
    return id -> unfit.contains(Integer.parseInt(id.value().substring(1))) ? "does not fit" : null;
  }

  @Property
  void nothing_leaves_its_fence_and_nothing_passes_a_filter(
      @ForAll("asks") PlacementAsk ask,
      @ForAll("backends") List<BackendSnapshot> backends,
      @ForAll Set<@IntRange(max = 7) Integer> unfit) {
    Placing placing = PlacementPolicy.place(ask, backends, fitting(unfit));
    boolean any = backends.stream().anyMatch(b -> couldEver(ask, b, unfit));
    assertThat(placing instanceof Placing.At).isEqualTo(any);
    if (placing instanceof Placing.At at) {
      BackendSnapshot chosen = find(backends, at.placement().backend());
      assertThat(couldEver(ask, chosen, unfit)).isTrue();
      if (!ask.fence().isEmpty()) {
        assertThat(chosen.regions()).isNotEmpty().isSubsetOf(ask.fence());
      }
      boolean somebodyCan =
          backends.stream().anyMatch(b -> couldEver(ask, b, unfit) && couldNow(ask, b));
      if (somebodyCan) {
        assertThat(at.placement().waits()).isNull();
        assertThat(chosen.share()).isPositive();
        assertThat(chosen.draining()).isFalse();
        assertThat(chosen.hasRoom(ask)).isTrue();
      }
    }
  }

  private static boolean couldNow(PlacementAsk ask, BackendSnapshot b) {
    return b.share() == 1 && !b.draining() && b.hasRoom(ask);
  }

  /** Written apart from the policy, on purpose. */
  private static boolean couldEver(PlacementAsk ask, BackendSnapshot b, Set<Integer> unfit) {
    boolean environment =
        ask.environment() == null
            || b.environments().isEmpty()
            || b.environments().contains(ask.environment());
    boolean team = b.terms().teams().isEmpty() || b.terms().teams().contains(ask.team());
    boolean inside =
        ask.fence().isEmpty() || (!b.regions().isEmpty() && ask.fence().containsAll(b.regions()));
    boolean region =
        !ask.wish().must()
            || ask.wish().region() == null
            || b.regions().isEmpty()
            || b.regions().contains(ask.wish().region());
    boolean runs = !ask.clusters() || b.runsClusters();
    return environment
        && team
        && inside
        && region
        && runs
        && fitting(unfit).refusal(b.id()) == null;
  }

  private static BackendSnapshot find(List<BackendSnapshot> all, BackendId id) {
    return all.stream().filter(b -> b.id().equals(id)).findFirst().orElseThrow();
  }

  @Property
  void the_same_question_has_the_same_answer_and_an_explanation_the_same_choice(
      @ForAll("asks") PlacementAsk ask,
      @ForAll("backends") List<BackendSnapshot> backends,
      @ForAll Set<@IntRange(max = 7) Integer> unfit) {
    Placing first = PlacementPolicy.place(ask, backends, fitting(unfit));
    assertThat(PlacementPolicy.place(ask, backends, fitting(unfit))).isEqualTo(first);
    Placing explained = PlacementPolicy.explain(ask, backends, fitting(unfit));
    assertThat(backend(explained)).isEqualTo(backend(first));
    if (first instanceof Placing.At at) {
      Placement placement = at.placement();
      assertThat(PlacementForm.read(PlacementForm.write(placement))).isEqualTo(placement);
    }
    int named =
        first.fold(at -> at.placement().refused().size() + 1, nowhere -> nowhere.refused().size());
    assertThat(named).isEqualTo(backends.size());
  }

  private static String backend(Placing placing) {
    return placing.fold(at -> at.placement().backend().value(), nowhere -> "nowhere");
  }

  @Property(tries = 30, seed = "42")
  void ten_thousand_jobs_spread_as_the_weights_say(
      @ForAll Long seed, @ForAll List<@IntRange(min = 1, max = 4) Integer> weights) {
    List<BackendSnapshot> backends = new ArrayList<>();
    int most = Math.min(4, weights.size());
    for (int i = 0; i < most; i++) {
      backends.add(Asks.weighing("b" + i, weights.get(i), i % 2 == 0 ? 1 : 2));
    }
    if (most < 2) {
      return;
    }
    Map<BackendId, Integer> counts = spread(backends, seed);
    double all = backends.stream().mapToDouble(PlacementPropertiesTest::pull).sum();
    for (BackendSnapshot backend : backends) {
      double expected = KEYS * pull(backend) / all;
      double tolerance = Math.max(0.1 * expected, 5 * Math.sqrt(expected));
      assertThat((double) counts.getOrDefault(backend.id(), 0))
          .isBetween(expected - tolerance, expected + tolerance);
    }
  }

  private static double pull(BackendSnapshot backend) {
    return backend.terms().weight() / backend.terms().cost();
  }

  private static Map<BackendId, Integer> spread(List<BackendSnapshot> backends, long seed) {
    Map<BackendId, Integer> counts = new HashMap<>();
    choices(backends, seed).forEach(id -> counts.merge(id, 1, Integer::sum));
    return counts;
  }

  private static List<BackendId> choices(List<BackendSnapshot> backends, long seed) {
    List<BackendId> choices = new ArrayList<>();
    for (int i = 0; i < KEYS; i++) {
      Placing placing = PlacementPolicy.place(Asks.job("j" + seed + "-" + i), backends, id -> null);
      choices.add(((Placing.At) placing).placement().backend());
    }
    return choices;
  }

  /** Whatever a backend goes through, only the work that it takes itself moves. */
  @Property(tries = 30, seed = "42")
  void a_backend_that_flaps_moves_its_own_share_and_nothing_else(
      @ForAll Long seed, @ForAll @IntRange(min = 2, max = 8) int size) {
    List<BackendSnapshot> healthy = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      healthy.add(Asks.weighing("b" + i, 1, 1));
    }
    BackendSnapshot flapping = healthy.get(0);
    List<BackendId> before = choices(healthy, seed);
    for (double share : List.of(0.0, Condition.TRIAL_SHARE)) {
      List<BackendSnapshot> during = new ArrayList<>(healthy);
      during.set(0, Asks.faring(flapping, share, false));
      List<BackendId> after = choices(during, seed);
      int moved = 0;
      for (int i = 0; i < KEYS; i++) {
        if (!before.get(i).equals(after.get(i))) {
          assertThat(before.get(i)).isEqualTo(flapping.id());
          moved++;
        }
      }
      assertThat(moved).isLessThanOrEqualTo((int) (KEYS * (1 - share) / size * 1.2));
    }
    assertThat(choices(healthy, seed)).isEqualTo(before);
  }
}
