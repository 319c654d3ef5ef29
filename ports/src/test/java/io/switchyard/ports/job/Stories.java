package io.switchyard.ports.job;

import io.switchyard.domain.job.Observation.Phase;
import io.switchyard.ports.Disturbance;
import io.switchyard.ports.job.StoryStep.Advance;
import io.switchyard.ports.job.StoryStep.Answer;
import io.switchyard.ports.job.StoryStep.Cancel;
import io.switchyard.ports.job.StoryStep.Drive;
import io.switchyard.ports.job.StoryStep.NextLaunch;
import io.switchyard.ports.job.StoryStep.Pass;
import io.switchyard.ports.job.StoryStep.Request;
import io.switchyard.ports.job.StoryStep.Said;
import io.switchyard.ports.job.StoryStep.Submit;
import io.switchyard.ports.job.StoryStep.Vanish;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** Random stories: a few submissions, and then anything. */
public final class Stories {

  private static final int MOST_CALLS = 10;

  private Stories() {}

  /** Stories of at most so many steps after the first submissions. */
  public static Arbitrary<List<StoryStep>> of(int steps) {
    Arbitrary<Disturbance<StoryStep>> disturbances = disturbances();
    Arbitrary<List<StoryStep>> begin = submissions(disturbances).list().ofMinSize(1).ofMaxSize(3);
    Arbitrary<List<StoryStep>> rest =
        Arbitraries.frequencyOf(
                Tuple.of(4, quietly()), Tuple.of(1, submissions(disturbances)),
                Tuple.of(2, passes(disturbances)), Tuple.of(1, cancels(disturbances)))
            .list()
            .ofMaxSize(steps);
    return Combinators.combine(begin, rest)
        .as(
            (first, then) -> {
              List<StoryStep> story = new ArrayList<>(first);
              story.addAll(then);
              return story;
            });
  }

  /** What happens without anybody being disturbed. */
  private static Arbitrary<StoryStep> quietly() {
    return Arbitraries.frequencyOf(
        Tuple.of(8, Arbitraries.just(new Advance(null))),
        Tuple.of(8, drives()),
        Tuple.of(5, Arbitraries.of(1, 2, 5, 20, 31, 60).map(Pass::new)),
        Tuple.of(2, launches()),
        Tuple.of(2, numbers().map(job -> new Cancel(job, null))),
        Tuple.of(1, vanishings()));
  }

  /** What happens while somebody stands still: enough for others to take over, and for an end. */
  private static Arbitrary<StoryStep> meanwhile() {
    return Arbitraries.frequencyOf(
        Tuple.of(6, Arbitraries.just(new Advance(null))),
        Tuple.of(4, Arbitraries.of(20, 31, 60).map(Pass::new)),
        Tuple.of(3, numbers().map(job -> new Cancel(job, null))),
        Tuple.of(3, drives()),
        Tuple.of(2, launches()),
        Tuple.of(1, vanishings()));
  }

  /** A backend that is full makes jobs wait, which is when most can happen to them. */
  private static Arbitrary<StoryStep> launches() {
    return Arbitraries.frequency(
            Tuple.of(3, Answer.NO_ROOM),
            Tuple.of(1, Answer.AWAY),
            Tuple.of(1, Answer.REQUEST_LOST),
            Tuple.of(1, Answer.ANSWER_LOST),
            Tuple.of(1, Answer.REFUSED))
        .map(NextLaunch::new);
  }

  private static Arbitrary<Integer> numbers() {
    return Arbitraries.integers().between(0, 3);
  }

  /** Drivers get on more often than not. */
  private static Arbitrary<StoryStep> drives() {
    Arbitrary<Phase> phases =
        Arbitraries.frequency(
            Tuple.of(6, Phase.RUNNING),
            Tuple.of(3, Phase.SUCCEEDED),
            Tuple.of(2, Phase.FAILED),
            Tuple.of(1, Phase.KILLED),
            Tuple.of(1, Phase.LOST),
            Tuple.of(1, Phase.NEVER_STARTED),
            Tuple.of(1, Phase.UNKNOWN));
    return Combinators.combine(numbers(), phases).as(Drive::new);
  }

  private static Arbitrary<StoryStep> vanishings() {
    return Combinators.combine(numbers(), Arbitraries.of(Said.values())).as(Vanish::new);
  }

  private static Arbitrary<Disturbance<StoryStep>> disturbances() {
    Arbitrary<Integer> calls = Arbitraries.integers().between(0, MOST_CALLS);
    Arbitrary<Boolean> after = Arbitraries.of(true, false);
    Arbitrary<Disturbance<StoryStep>> deaths =
        Combinators.combine(calls, after).as((call, late) -> Disturbance.death(call, late));
    Arbitrary<Disturbance<StoryStep>> pauses =
        Combinators.combine(calls, after, meanwhile().list().ofMinSize(1).ofMaxSize(8))
            .as((call, late, steps) -> Disturbance.pause(call, late, steps));
    return Arbitraries.frequencyOf(Tuple.of(1, deaths), Tuple.of(2, pauses));
  }

  private static Arbitrary<StoryStep> submissions(Arbitrary<Disturbance<StoryStep>> disturbances) {
    return Combinators.combine(
            Arbitraries.of(Request.values()),
            Arbitraries.of(0, 1).injectNull(0.5),
            disturbances.injectNull(0.7))
        .as(Submit::new);
  }

  private static Arbitrary<StoryStep> passes(Arbitrary<Disturbance<StoryStep>> disturbances) {
    return disturbances.map(Advance::new);
  }

  private static Arbitrary<StoryStep> cancels(Arbitrary<Disturbance<StoryStep>> disturbances) {
    return Combinators.combine(numbers(), disturbances).as(Cancel::new);
  }
}
