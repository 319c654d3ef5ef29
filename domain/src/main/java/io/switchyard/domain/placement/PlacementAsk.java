package io.switchyard.domain.placement;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is to be placed.
 *
 * @param key decides between equals: the same key draws the same backend
 * @param team the name of the team it belongs to
 * @param clusters whether it is a cluster; a job otherwise
 * @param environment what it is for; null for any
 * @param fence the regions that it must not leave; empty for none
 * @param wish what the request names
 * @param home where it runs best if the request does not say; null for anywhere
 * @param cores that it takes, 0 or more
 * @param memoryMb that it takes, in mebibytes, 0 or more
 * @param at when it is asked; changes nothing
 */
public record PlacementAsk(
    String key,
    String team,
    boolean clusters,
    @Nullable Environment environment,
    Set<Region> fence,
    Wish wish,
    @Nullable Region home,
    long cores,
    long memoryMb,
    Instant at) {

  public PlacementAsk {
    fence = Set.copyOf(fence);
  }

  /**
   * What a request names.
   *
   * @param region null for any
   * @param must whether it must be that region; otherwise it is tried first
   * @param kind the kind of backend to try first; null for the configured order
   */
  public record Wish(@Nullable Region region, boolean must, @Nullable BackendKind kind) {

    /** No wish. */
    public static final Wish NONE = new Wish(null, false, null);
  }
}
