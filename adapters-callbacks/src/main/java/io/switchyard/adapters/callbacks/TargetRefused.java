package io.switchyard.adapters.callbacks;

import io.switchyard.domain.input.Violation;
import java.io.IOException;

/** None of a host's addresses may be connected to. */
final class TargetRefused extends IOException {

  private static final long serialVersionUID = 1L;

  TargetRefused(String host, Violation why) {
    super(host + " " + why.rule() + "; " + why.fix());
  }
}
