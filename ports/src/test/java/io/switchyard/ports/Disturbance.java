package io.switchyard.ports;

import java.util.List;

/**
 * Where a process of a random story is disturbed.
 *
 * @param <S> what can happen in the story
 * @param dies whether it dies there, and a client never hears of it; else it stands still while
 *     other things happen, and then goes on
 * @param call before which of its calls of a port, 0 for the first
 * @param after whether that call has had its effect
 * @param meanwhile what happens while it stands still
 */
public record Disturbance<S>(boolean dies, int call, boolean after, List<S> meanwhile) {

  /** It dies. */
  public static <S> Disturbance<S> death(int call, boolean after) {
    return new Disturbance<>(true, call, after, List.of());
  }

  /** It stands still. */
  public static <S> Disturbance<S> pause(int call, boolean after, List<S> meanwhile) {
    return new Disturbance<>(false, call, after, meanwhile);
  }
}
