package io.switchyard.architecture.planted.domain.job;

import io.switchyard.architecture.planted.domain.team.Cyclic;
import java.time.Instant;

/** Reads the clock, has fields that change, and knows a feature that knows it. */
public final class Impure {
  Instant at = Instant.now();
  Cyclic other = new Cyclic();
}
