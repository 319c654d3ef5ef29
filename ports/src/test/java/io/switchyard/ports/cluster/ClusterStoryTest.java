package io.switchyard.ports.cluster;

import io.switchyard.ports.Disturbance;
import io.switchyard.ports.cluster.ClusterStep.Advance;
import io.switchyard.ports.cluster.ClusterStep.Answer;
import io.switchyard.ports.cluster.ClusterStep.Ask;
import io.switchyard.ports.cluster.ClusterStep.Befalls;
import io.switchyard.ports.cluster.ClusterStep.Delete;
import io.switchyard.ports.cluster.ClusterStep.Fate;
import io.switchyard.ports.cluster.ClusterStep.NextLaunch;
import io.switchyard.ports.cluster.ClusterStep.Pass;
import io.switchyard.ports.cluster.ClusterStep.Scale;
import io.switchyard.ports.cluster.ClusterStep.Shape;
import io.switchyard.ports.job.SettableClock;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Thousands of stories on the store as a map. */
final class ClusterStoryTest {

  private static final Ask ASK = new Ask(0, false, false, null);
  private static final Delete DELETE = new Delete(0, true, null);
  private static final Advance ADVANCE = new Advance(null);

  @Provide
  Arbitrary<List<ClusterStep>> stories() {
    return ClusterStories.of(30);
  }

  private static void tell(ClusterStep... story) {
    new ClusterStory(new InMemoryClusters(), new SequentialClusterIds(), "s", new SettableClock())
        .tell(List.of(story));
  }

  /** A pass that claims a cluster, announces its launch, and stands still before it launches. */
  private static Advance launchingMuchLater(ClusterStep... meanwhile) {
    return new Advance(Disturbance.pause(2, false, List.of(meanwhile)));
  }

  @Example
  void a_launcher_that_stood_still_starts_nothing_after_a_delete() {
    tell(ASK, launchingMuchLater(DELETE, ADVANCE, new Pass(31), ADVANCE));
  }

  @Example
  void a_launcher_that_stood_still_starts_nothing_after_another_found_no_room_and_a_delete() {
    tell(
        ASK,
        launchingMuchLater(
            new Pass(31), new NextLaunch(Answer.NO_ROOM), ADVANCE, DELETE, new Pass(31), ADVANCE));
  }

  @Example
  void a_launcher_that_stood_still_starts_nothing_after_another_was_refused() {
    tell(ASK, launchingMuchLater(new Pass(31), new NextLaunch(Answer.REFUSED), ADVANCE));
  }

  @Example
  void whoever_scaled_and_stood_still_has_not_the_last_word() {
    tell(
        ASK,
        ADVANCE,
        new Befalls(0, Fate.LISTENS),
        new Pass(5),
        ADVANCE,
        new Scale(0, Shape.MORE, false, null),
        // Before it asks the server for more.
        new Advance(
            Disturbance.pause(
                1,
                false,
                List.of(
                    new Pass(20),
                    ADVANCE,
                    new Scale(0, Shape.SMALL, false, null),
                    ADVANCE,
                    new Pass(5),
                    ADVANCE))));
  }

  @Example
  void a_dead_server_that_is_to_be_scaled_is_followed_by_another() {
    tell(
        ASK,
        ADVANCE,
        new Befalls(0, Fate.LISTENS),
        new Pass(5),
        ADVANCE,
        new Befalls(0, Fate.DIES),
        new Scale(0, Shape.MORE, false, null));
  }

  @Property(tries = 2000, edgeCases = EdgeCasesMode.NONE)
  void whatever_happens_no_cluster_is_lost_doubled_or_stuck(
      @ForAll("stories") List<ClusterStep> story) {
    new ClusterStory(new InMemoryClusters(), new SequentialClusterIds(), "s", new SettableClock())
        .tell(story);
  }
}
