package io.switchyard.architecture.planted.ports.job;

import io.switchyard.architecture.planted.adapters.one.Leaky;
import io.switchyard.architecture.planted.ports.team.Back;

/** Two public methods, not final, knows an adapter, and a feature that knows it. */
public class DoesTwoThings {
  public Class<?> one() {
    System.out.println("printed");
    return Leaky.class;
  }

  public Class<?> two() {
    return Back.class;
  }
}
