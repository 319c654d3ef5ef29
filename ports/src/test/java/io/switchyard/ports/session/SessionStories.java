package io.switchyard.ports.session;

import io.switchyard.ports.Disturbance;
import io.switchyard.ports.session.SessionStep.Befalls;
import io.switchyard.ports.session.SessionStep.Begin;
import io.switchyard.ports.session.SessionStep.CloneIt;
import io.switchyard.ports.session.SessionStep.Close;
import io.switchyard.ports.session.SessionStep.End;
import io.switchyard.ports.session.SessionStep.Fate;
import io.switchyard.ports.session.SessionStep.Forget;
import io.switchyard.ports.session.SessionStep.How;
import io.switchyard.ports.session.SessionStep.Keep;
import io.switchyard.ports.session.SessionStep.Kill;
import io.switchyard.ports.session.SessionStep.Method;
import io.switchyard.ports.session.SessionStep.Pass;
import io.switchyard.ports.session.SessionStep.Release;
import io.switchyard.ports.session.SessionStep.Store;
import io.switchyard.ports.session.SessionStep.Tend;
import io.switchyard.ports.session.SessionStep.Told;
import io.switchyard.ports.session.SessionStep.User;
import io.switchyard.ports.session.SessionStep.Work;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** Random stories of sessions. */
public final class SessionStories {

  private static final int MOST_CALLS = 6;

  private SessionStories() {}

  /** Stories of at most so many steps. */
  public static Arbitrary<List<SessionStep>> of(int steps) {
    Arbitrary<Disturbance<SessionStep>> disturbances = disturbances();
    return Arbitraries.frequencyOf(
            Tuple.of(8, happenings()),
            Tuple.of(2, Arbitraries.just(new Work())),
            Tuple.of(2, Arbitraries.of(61, 20 * 60, 30 * 60, 4 * 3600).map(Pass::new)),
            Tuple.of(2, begins(disturbances)),
            Tuple.of(1, rushes()),
            Tuple.of(1, others(disturbances)))
        .list()
        .ofMaxSize(steps);
  }

  /**
   * What happens without anybody being disturbed, and within a short time: who stands still for
   * longer than clocks may be apart is not provided for.
   */
  private static Arbitrary<SessionStep> happenings() {
    return Arbitraries.frequencyOf(
        Tuple.of(8, begins(Arbitraries.just(null))),
        Tuple.of(5, others(Arbitraries.just(null))),
        Tuple.of(3, Combinators.combine(numbers(), rarely()).as(End::new)),
        Tuple.of(2, Arbitraries.of(1, 2, 6).map(Pass::new)),
        Tuple.of(2, fates()),
        Tuple.of(1, numbers().map(Kill::new)),
        Tuple.of(1, Arbitraries.just(new Forget())),
        Tuple.of(1, rarely().map(Store::new)),
        Tuple.of(1, rarely().map(Told::new)));
  }

  private static Arbitrary<SessionStep> begins(Arbitrary<Disturbance<SessionStep>> disturbances) {
    Arbitrary<User> users =
        Arbitraries.frequency(
            Tuple.of(6, User.ANNA),
            Tuple.of(2, User.BORIS),
            Tuple.of(2, User.ROOT),
            Tuple.of(1, User.VERA));
    Arbitrary<How> hows =
        Arbitraries.frequency(Tuple.of(3, How.HOST), Tuple.of(2, How.ID), Tuple.of(1, How.NOT));
    return Combinators.combine(
            numbers(),
            users,
            numbers(),
            hows,
            numbers(),
            Arbitraries.of(Method.values()),
            disturbances)
        .as(Begin::new);
  }

  /** Two first calls of one session at once, through two processes, to two clusters. */
  private static Arbitrary<SessionStep> rushes() {
    return Combinators.combine(
            numbers(),
            numbers(),
            numbers(),
            numbers(),
            Arbitraries.integers().between(0, MOST_CALLS))
        .as(
            (process, session, one, two, call) ->
                new Begin(
                    process,
                    User.ANNA,
                    session,
                    How.ID,
                    one,
                    Method.EXECUTE,
                    Disturbance.pause(
                        call,
                        false,
                        List.of(
                            new Begin(
                                process + 1,
                                User.ANNA,
                                session,
                                How.ID,
                                two,
                                Method.EXECUTE,
                                null)))));
  }

  private static Arbitrary<SessionStep> others(Arbitrary<Disturbance<SessionStep>> disturbances) {
    return Arbitraries.frequencyOf(
        Tuple.of(1, Combinators.combine(numbers(), disturbances).as(Release::new)),
        Tuple.of(1, Combinators.combine(numbers(), numbers(), disturbances).as(CloneIt::new)),
        Tuple.of(
            1,
            Combinators.combine(numbers(), Arbitraries.of(User.values()), disturbances)
                .as(Close::new)),
        Tuple.of(2, Combinators.combine(numbers(), disturbances).as(Keep::new)),
        Tuple.of(3, disturbances.map(Tend::new)));
  }

  private static Arbitrary<SessionStep> fates() {
    Arbitrary<Fate> fates =
        Arbitraries.frequency(
            Tuple.of(4, Fate.DIES),
            Tuple.of(1, Fate.DELETED),
            Tuple.of(2, Fate.BUSY),
            Tuple.of(2, Fate.QUIET));
    return Combinators.combine(numbers(), fates).as(Befalls::new);
  }

  private static Arbitrary<Disturbance<SessionStep>> disturbances() {
    Arbitrary<Integer> calls = Arbitraries.integers().between(0, MOST_CALLS);
    Arbitrary<Boolean> after = Arbitraries.of(true, false);
    Arbitrary<Disturbance<SessionStep>> deaths =
        Combinators.combine(calls, after).as(Disturbance::death);
    Arbitrary<Disturbance<SessionStep>> pauses =
        Combinators.combine(calls, after, happenings().list().ofMinSize(1).ofMaxSize(8))
            .as(Disturbance::pause);
    return Arbitraries.frequencyOf(Tuple.of(1, deaths), Tuple.of(3, pauses));
  }

  private static Arbitrary<Integer> numbers() {
    return Arbitraries.integers().between(0, 2);
  }

  private static Arbitrary<Boolean> rarely() {
    return Arbitraries.frequency(Tuple.of(1, true), Tuple.of(3, false));
  }
}
