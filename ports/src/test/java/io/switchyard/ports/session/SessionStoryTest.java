package io.switchyard.ports.session;

import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Thousands of stories on the store as a map. */
final class SessionStoryTest {

  @Provide
  Arbitrary<List<SessionStep>> stories() {
    return SessionStories.of(40);
  }

  @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
  void whatever_happens_a_session_stays_where_it_is_and_with_whom(
      @ForAll("stories") List<SessionStep> story) {
    InMemorySessions sessions = new InMemorySessions();
    new SessionStory(sessions, sessions).tell(story);
  }
}
