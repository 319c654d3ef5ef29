package io.switchyard.ports.session;

import io.switchyard.ports.Disturbance;
import io.switchyard.ports.session.SessionStep.Begin;
import io.switchyard.ports.session.SessionStep.End;
import io.switchyard.ports.session.SessionStep.How;
import io.switchyard.ports.session.SessionStep.Method;
import io.switchyard.ports.session.SessionStep.Pass;
import io.switchyard.ports.session.SessionStep.Tend;
import io.switchyard.ports.session.SessionStep.User;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Thousands of stories on the store as a map. */
final class SessionStoryTest {

  @Provide
  Arbitrary<List<SessionStep>> stories() {
    return SessionStories.of(40);
  }

  @Example
  void whoever_comes_back_while_a_session_is_about_to_end_keeps_it() {
    Begin call = new Begin(0, User.ANNA, 0, How.HOST, 0, Method.ANALYZE, null);
    // After the session was claimed.
    Tend slow = new Tend(Disturbance.pause(3, false, List.of(call, new Pass(6))));
    InMemorySessions sessions = new InMemorySessions();
    new SessionStory(sessions, sessions)
        .tell(List.of(call, new End(0, false), new Pass(6), new Pass(30 * 60), slow));
  }

  @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
  void whatever_happens_a_session_stays_where_it_is_and_with_whom(
      @ForAll("stories") List<SessionStep> story) {
    InMemorySessions sessions = new InMemorySessions();
    new SessionStory(sessions, sessions).tell(story);
  }
}
