package io.switchyard.ports;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A process that dies or stands still at one of its calls of its ports.
 *
 * @param <S> what can happen while it stands still
 */
public final class TroubledProcess<S> {

  /** The process is dead; nothing catches it. */
  public static final class Death extends Error {
    private static final long serialVersionUID = 1L;

    Death() {
      super("killed", null, false, false);
    }
  }

  private final @Nullable Disturbance<S> disturbance;
  private final Consumer<S> world;
  private int calls;

  /**
   * @param world does what happens while it stands still
   */
  public TroubledProcess(@Nullable Disturbance<S> disturbance, Consumer<S> world) {
    this.disturbance = disturbance;
    this.world = world;
  }

  /** A port as the process sees it. */
  public <T> T port(Class<T> type, T real) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> call(real, method, arguments)));
  }

  private @Nullable Object call(Object real, Method method, Object[] arguments) throws Throwable {
    boolean here = disturbance != null && calls++ == disturbance.call();
    if (here && !disturbance.after()) {
      disturb(disturbance);
    }
    try {
      return method.invoke(real, arguments);
    } catch (InvocationTargetException e) {
      throw Objects.requireNonNull(e.getCause());
    } finally {
      if (here && disturbance.after()) {
        disturb(disturbance);
      }
    }
  }

  private void disturb(Disturbance<S> how) {
    if (how.dies()) {
      throw new Death();
    }
    how.meanwhile().forEach(world);
  }
}
