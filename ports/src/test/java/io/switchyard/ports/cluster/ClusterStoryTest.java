package io.switchyard.ports.cluster;

import io.switchyard.ports.job.SettableClock;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Thousands of stories on the store as a map. */
final class ClusterStoryTest {

  @Provide
  Arbitrary<List<ClusterStep>> stories() {
    return ClusterStories.of(30);
  }

  @Property(tries = 2000, edgeCases = EdgeCasesMode.NONE)
  void whatever_happens_no_cluster_is_lost_doubled_or_stuck(
      @ForAll("stories") List<ClusterStep> story) {
    new ClusterStory(new InMemoryClusters(), new SequentialClusterIds(), "s", new SettableClock())
        .tell(story);
  }
}
