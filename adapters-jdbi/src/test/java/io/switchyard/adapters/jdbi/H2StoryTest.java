package io.switchyard.adapters.jdbi;

import io.switchyard.ports.job.SequentialIds;
import io.switchyard.ports.job.Stories;
import io.switchyard.ports.job.Story;
import io.switchyard.ports.job.StoryStep;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import org.jspecify.annotations.Nullable;

/** Some of the same stories on a real database. */
final class H2StoryTest {

  private static final SequentialIds IDS = new SequentialIds();
  private static @Nullable JdbiStore store;
  private static int stores;

  @Provide
  Arbitrary<List<StoryStep>> stories() {
    return Stories.of(20);
  }

  @Property(tries = 40, edgeCases = EdgeCasesMode.NONE)
  void whatever_happens_every_job_ends_as_it_may(@ForAll("stories") List<StoryStep> steps) {
    JdbiStore open = open();
    boolean told = false;
    try {
      new Story(
              open.jobs(), open.executions(), open.admissions(), open.watches(), open.events(), IDS)
          .tell(steps);
      told = true;
    } finally {
      if (!told) {
        // What a story leaves behind that went wrong is no business of the next.
        close();
      }
    }
  }

  private static JdbiStore open() {
    if (store == null) {
      String url = "jdbc:h2:mem:stories-" + stores++;
      store = JdbiStore.open(new StoreConfig(url, "switchyard", ""));
    }
    return store;
  }

  @AfterContainer
  static void close() {
    if (store != null) {
      store.close();
      store = null;
    }
  }
}
