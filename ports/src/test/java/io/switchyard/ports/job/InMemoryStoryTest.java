package io.switchyard.ports.job;

import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Thousands of stories on the store as maps. */
final class InMemoryStoryTest {

  @Provide
  Arbitrary<List<StoryStep>> stories() {
    return Stories.of(30);
  }

  @Property(tries = 3000, edgeCases = EdgeCasesMode.NONE)
  void whatever_happens_every_job_ends_as_it_may(@ForAll("stories") List<StoryStep> story) {
    InMemoryJobs store = new InMemoryJobs();
    new Story(store, store, store, store.watches(), store, new SequentialIds()).tell(story);
  }
}
