package io.switchyard.architecture.planted.domain.team;

import io.switchyard.architecture.planted.domain.job.Impure;

/** Knows a feature that knows it. */
public final class Cyclic {
  public Class<?> back() {
    return Impure.class;
  }
}
