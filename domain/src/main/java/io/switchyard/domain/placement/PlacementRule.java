package io.switchyard.domain.placement;

import java.util.Locale;

/** What refuses a backend, or prefers another one to it, in the order in which they are asked. */
public enum PlacementRule {
  /** It does not serve the environment. */
  ENVIRONMENT(Effect.FOREVER),
  /** It does not serve the team. */
  TEAM(Effect.FOREVER),
  /** It stands outside the regions that the team is held to; nothing beats this. */
  RESIDENCY(Effect.FOREVER),
  /** It does not stand in the region that must be it. */
  REGION(Effect.FOREVER),
  /** Its kind does not run such work. */
  KIND(Effect.FOREVER),
  /** It has no such Spark release or feature, or is too small. */
  FIT(Effect.FOREVER),
  /** It failed several times in a row. */
  HEALTH(Effect.FOR_NOW),
  /** It answers again after it failed, and takes a part of its work until that is sure. */
  TRIAL(Effect.FOR_NOW),
  /** An operator empties it. */
  DRAIN(Effect.FOR_NOW),
  /** It has not enough room left of what it is configured with. */
  CAPACITY(Effect.FOR_NOW),
  /** Another one is of the kind or in the region that the request names. */
  PREFERENCE(Effect.RANK),
  /** Another one comes first in the configured order. */
  ORDER(Effect.RANK),
  /** Another one is in the team's home region. */
  LOCALITY(Effect.RANK),
  /** Another one was drawn by weight, room and cost. */
  SHARE(Effect.RANK),
  /** There was no other. */
  ONLY(Effect.RANK);

  private enum Effect {
    FOREVER,
    FOR_NOW,
    RANK
  }

  private final Effect effect;

  PlacementRule(Effect effect) {
    this.effect = effect;
  }

  /** Whether what it refuses now may be taken later without anybody changing anything. */
  public boolean temporary() {
    return effect == Effect.FOR_NOW;
  }

  /** Whether it only compares backends of which each could take the work. */
  public boolean ranks() {
    return effect == Effect.RANK;
  }

  /** As in the API: {@code residency}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
