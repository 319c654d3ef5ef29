package io.switchyard.domain.placement;

import java.util.List;
import java.util.function.Function;

/** The answer of {@link PlacementPolicy}. */
public sealed interface Placing {

  <T> T fold(Function<At, T> at, Function<Nowhere, T> nowhere);

  /** It goes there. */
  record At(Placement placement) implements Placing {
    @Override
    public <T> T fold(Function<At, T> at, Function<Nowhere, T> nowhere) {
      return at.apply(this);
    }
  }

  /**
   * No backend could ever take it.
   *
   * @param refused every backend, in the configured order, none of them by a temporary rule
   */
  record Nowhere(List<Refusal> refused) implements Placing {
    public Nowhere {
      refused = List.copyOf(refused);
    }

    @Override
    public <T> T fold(Function<At, T> at, Function<Nowhere, T> nowhere) {
      return nowhere.apply(this);
    }
  }
}
