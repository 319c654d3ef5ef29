package io.switchyard.adapters.jdbi;

import io.switchyard.ports.session.SessionStep;
import io.switchyard.ports.session.SessionStories;
import io.switchyard.ports.session.SessionStory;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Some of the same stories on a real database, a new one for each. */
final class H2SessionStoryTest {

  private static int stores;

  @Provide
  Arbitrary<List<SessionStep>> stories() {
    return SessionStories.of(30);
  }

  @Property(tries = 8, edgeCases = EdgeCasesMode.NONE)
  void whatever_happens_a_session_stays_where_it_is_and_with_whom(
      @ForAll("stories") List<SessionStep> story) {
    String url = "jdbc:h2:mem:session-stories-" + stores++;
    try (JdbiStore store = JdbiStore.open(new StoreConfig(url, "switchyard", ""))) {
      new SessionStory(store.sessions(), store.sessionWork()).tell(story);
    }
  }
}
