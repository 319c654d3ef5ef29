package io.switchyard.domain.placement;

/** How a backend fares, by what it answered lately. */
public enum Health {
  /** It answers. */
  HEALTHY,
  /** It failed lately, or answers again after it failed for longer. */
  DEGRADED,
  /** It failed several times in a row, and gets no new work that can go elsewhere. */
  UNHEALTHY
}
