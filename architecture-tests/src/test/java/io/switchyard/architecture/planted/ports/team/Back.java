package io.switchyard.architecture.planted.ports.team;

import io.switchyard.architecture.planted.ports.job.DoesTwoThings;

/** Knows a feature that knows it. */
public final class Back {
  public Class<?> back() {
    return DoesTwoThings.class;
  }
}
