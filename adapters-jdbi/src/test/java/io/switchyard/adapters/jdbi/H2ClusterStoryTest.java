package io.switchyard.adapters.jdbi;

import io.switchyard.ports.cluster.ClusterStep;
import io.switchyard.ports.cluster.ClusterStories;
import io.switchyard.ports.cluster.ClusterStory;
import io.switchyard.ports.cluster.SequentialClusterIds;
import io.switchyard.ports.job.SettableClock;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Some of the same stories on a real database, a new one for each. */
final class H2ClusterStoryTest {

  private static int stores;

  @Provide
  Arbitrary<List<ClusterStep>> stories() {
    return ClusterStories.of(20);
  }

  @Property(tries = 15, edgeCases = EdgeCasesMode.NONE)
  void whatever_happens_no_cluster_is_lost_doubled_or_stuck(
      @ForAll("stories") List<ClusterStep> story) {
    String url = "jdbc:h2:mem:cluster-stories-" + stores++;
    try (JdbiStore store = JdbiStore.open(new StoreConfig(url, "switchyard", ""))) {
      new ClusterStory(store.clusters(), new SequentialClusterIds(), "s", new SettableClock())
          .tell(story);
    }
  }
}
