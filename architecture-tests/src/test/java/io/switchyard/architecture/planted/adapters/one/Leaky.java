package io.switchyard.architecture.planted.adapters.one;

import io.switchyard.architecture.planted.adapters.two.Stranger;
import io.switchyard.architecture.planted.app.UsesEverything;

/** A public class that is neither a config nor a store nor a backend; knows others and the app. */
public final class Leaky {
  public Class<?> other() {
    return Stranger.class;
  }

  public Class<?> app() {
    throw new RuntimeException(UsesEverything.class.getName());
  }
}
