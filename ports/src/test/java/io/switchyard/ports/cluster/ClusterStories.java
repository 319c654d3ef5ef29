package io.switchyard.ports.cluster;

import io.switchyard.ports.Disturbance;
import io.switchyard.ports.cluster.ClusterStep.Advance;
import io.switchyard.ports.cluster.ClusterStep.Answer;
import io.switchyard.ports.cluster.ClusterStep.Ask;
import io.switchyard.ports.cluster.ClusterStep.Backend;
import io.switchyard.ports.cluster.ClusterStep.Befalls;
import io.switchyard.ports.cluster.ClusterStep.Delete;
import io.switchyard.ports.cluster.ClusterStep.Extend;
import io.switchyard.ports.cluster.ClusterStep.Fate;
import io.switchyard.ports.cluster.ClusterStep.Late;
import io.switchyard.ports.cluster.ClusterStep.NextLaunch;
import io.switchyard.ports.cluster.ClusterStep.Pass;
import io.switchyard.ports.cluster.ClusterStep.Scale;
import io.switchyard.ports.cluster.ClusterStep.Shape;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** Random stories: a few requests, and then anything. */
public final class ClusterStories {

  private static final int MOST_CALLS = 8;

  private ClusterStories() {}

  /** Stories of at most so many steps after the first requests. */
  public static Arbitrary<List<ClusterStep>> of(int steps) {
    Arbitrary<Disturbance<ClusterStep>> disturbances = disturbances();
    Arbitrary<List<ClusterStep>> begin = asks(disturbances).list().ofMinSize(1).ofMaxSize(3);
    Arbitrary<List<ClusterStep>> rest =
        Arbitraries.frequencyOf(
                Tuple.of(6, happenings()),
                Tuple.of(1, asks(disturbances)),
                Tuple.of(3, disturbances.map(Advance::new)),
                Tuple.of(1, changes(disturbances)))
            .list()
            .ofMaxSize(steps);
    return Combinators.combine(begin, rest)
        .as(
            (first, then) -> {
              List<ClusterStep> story = new ArrayList<>(first);
              story.addAll(then);
              return story;
            });
  }

  /** What happens without anybody being disturbed. */
  private static Arbitrary<ClusterStep> happenings() {
    return Arbitraries.frequencyOf(
        Tuple.of(9, Arbitraries.just(new Advance(null))),
        Tuple.of(6, Arbitraries.of(1, 2, 5, 20, 31, 60).map(Pass::new)),
        Tuple.of(6, fates()),
        Tuple.of(3, changes()),
        Tuple.of(3, Arbitraries.of(Answer.values()).map(NextLaunch::new)),
        Tuple.of(1, Arbitraries.just(new Late())),
        Tuple.of(
            1, Arbitraries.frequency(Tuple.of(1, true), Tuple.of(3, false)).map(Backend::new)));
  }

  private static Arbitrary<ClusterStep> fates() {
    Arbitrary<Fate> fates =
        Arbitraries.frequency(
            Tuple.of(6, Fate.LISTENS),
            Tuple.of(2, Fate.DIES),
            Tuple.of(1, Fate.VANISHES),
            Tuple.of(1, Fate.USED),
            Tuple.of(1, Fate.UNUSED));
    return Combinators.combine(numbers(), fates).as(Befalls::new);
  }

  private static Arbitrary<ClusterStep> changes() {
    return Arbitraries.frequencyOf(
        Tuple.of(3, scales(Arbitraries.just(null))),
        Tuple.of(2, deletes(Arbitraries.just(null))),
        Tuple.of(1, numbers().map(cluster -> new Extend(cluster, null))));
  }

  private static Arbitrary<ClusterStep> changes(Arbitrary<Disturbance<ClusterStep>> disturbances) {
    return Arbitraries.frequencyOf(
        Tuple.of(2, scales(disturbances)),
        Tuple.of(2, deletes(disturbances)),
        Tuple.of(1, Combinators.combine(numbers(), disturbances).as(Extend::new)));
  }

  private static Arbitrary<ClusterStep> scales(Arbitrary<Disturbance<ClusterStep>> disturbances) {
    return Combinators.combine(
            numbers(), Arbitraries.of(Shape.values()), Arbitraries.of(true, false), disturbances)
        .as(Scale::new);
  }

  private static Arbitrary<ClusterStep> deletes(Arbitrary<Disturbance<ClusterStep>> disturbances) {
    return Combinators.combine(numbers(), Arbitraries.of(true, false), disturbances)
        .as(Delete::new);
  }

  private static Arbitrary<Integer> numbers() {
    return Arbitraries.integers().between(0, 2);
  }

  private static Arbitrary<Disturbance<ClusterStep>> disturbances() {
    Arbitrary<Integer> calls = Arbitraries.integers().between(0, MOST_CALLS);
    Arbitrary<Boolean> after = Arbitraries.of(true, false);
    Arbitrary<Disturbance<ClusterStep>> deaths =
        Combinators.combine(calls, after).as((call, late) -> Disturbance.death(call, late));
    Arbitrary<Disturbance<ClusterStep>> pauses =
        Combinators.combine(calls, after, happenings().list().ofMinSize(1).ofMaxSize(10))
            .as((call, late, steps) -> Disturbance.pause(call, late, steps));
    return Arbitraries.frequencyOf(Tuple.of(1, deaths), Tuple.of(2, pauses));
  }

  private static Arbitrary<ClusterStep> asks(Arbitrary<Disturbance<ClusterStep>> disturbances) {
    return Combinators.combine(
            numbers(),
            Arbitraries.of(true, false),
            Arbitraries.frequency(Tuple.of(4, false), Tuple.of(1, true)),
            disturbances.injectNull(0.8))
        .as(Ask::new);
  }
}
