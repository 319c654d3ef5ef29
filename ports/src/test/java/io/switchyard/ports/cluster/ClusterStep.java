package io.switchyard.ports.cluster;

import io.switchyard.ports.Disturbance;
import org.jspecify.annotations.Nullable;

/**
 * One thing that happens in a {@link ClusterStory}. Clusters are named by a number, counted round
 * those that there are, so that a step means something in every story.
 */
public sealed interface ClusterStep {

  /** What a backend may answer to the next launch of a new server. */
  enum Answer {
    NO_ROOM,
    AWAY,
    /** No server is made, and nobody can know. */
    REQUEST_LOST,
    /** A server is made, and nobody is told. */
    ANSWER_LOST,
    /** No server is made until {@link Late}, and nobody is told. */
    DELAYED,
    REFUSED
  }

  /** What befalls the server that a cluster has now. */
  enum Fate {
    LISTENS,
    DIES,
    /** It dies, and the backend forgets it. */
    VANISHES,
    /** Somebody opens a session. */
    USED,
    /** The last session is closed. */
    UNUSED
  }

  /** What shape may be asked for. */
  enum Shape {
    SMALL,
    /** Small, with more executors. */
    MORE,
    MEDIUM
  }

  /**
   * A client asks for a cluster, perhaps again.
   *
   * @param name 0 or more; the idempotency key goes with it
   * @param brief whether it shall live for two minutes only
   */
  record Ask(int name, boolean keyed, boolean brief, @Nullable Disturbance<ClusterStep> disturbance)
      implements ClusterStep {}

  record Delete(int cluster, boolean force, @Nullable Disturbance<ClusterStep> disturbance)
      implements ClusterStep {}

  record Scale(
      int cluster, Shape shape, boolean force, @Nullable Disturbance<ClusterStep> disturbance)
      implements ClusterStep {}

  record Extend(int cluster, @Nullable Disturbance<ClusterStep> disturbance)
      implements ClusterStep {}

  /** One pass of the work loop. */
  record Advance(@Nullable Disturbance<ClusterStep> disturbance) implements ClusterStep {}

  record Befalls(int cluster, Fate fate) implements ClusterStep {}

  record NextLaunch(Answer answer) implements ClusterStep {}

  /** Requests that were on their way reach the backend. */
  record Late() implements ClusterStep {}

  /** From now on the backend answers nothing, or everything again. */
  record Backend(boolean away) implements ClusterStep {}

  record Pass(int seconds) implements ClusterStep {}
}
