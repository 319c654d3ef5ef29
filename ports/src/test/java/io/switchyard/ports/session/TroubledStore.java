package io.switchyard.ports.session;

import io.switchyard.ports.Disturbance;
import io.switchyard.ports.TroubledProcess;
import io.switchyard.ports.cluster.Clusters;
import io.switchyard.ports.job.Jobs;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The store as one process sees it, which may die or stand still at one of its calls of it: as a
 * {@link TroubledProcess}, but one that does many things, and is dead for all of them.
 */
final class TroubledStore {

  /** The process is dead. */
  static final class Death extends Error {
    private static final long serialVersionUID = 1L;

    Death() {
      super("killed", null, false, false);
    }
  }

  private final Consumer<SessionStep> world;
  private @Nullable Disturbance<SessionStep> next;
  private int calls;
  private boolean dead;

  /**
   * @param world does what happens while it stands still
   */
  TroubledStore(Consumer<SessionStep> world) {
    this.world = world;
  }

  SessionDoor.Stores of(SessionDoor.Stores real) {
    return new SessionDoor.Stores(
        port(Sessions.class, real.sessions()),
        port(SessionWork.class, real.work()),
        port(Clusters.class, real.clusters()),
        port(Jobs.class, real.jobs()));
  }

  Sessions sessions(SessionDoor.Stores real) {
    return port(Sessions.class, real.sessions());
  }

  private <T> T port(Class<T> type, T real) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> call(real, method, arguments)));
  }

  /** From here on it is disturbed so, once. */
  void disturb(@Nullable Disturbance<SessionStep> how) {
    next = how;
    calls = 0;
  }

  void kill() {
    dead = true;
  }

  boolean dead() {
    return dead;
  }

  private @Nullable Object call(Object real, Method method, Object[] arguments) throws Throwable {
    Disturbance<SessionStep> here = next != null && calls++ == next.call() ? next : null;
    if (here != null) {
      next = null;
    }
    if (here != null && !here.after()) {
      disturbed(here);
    }
    alive();
    try {
      return method.invoke(real, arguments);
    } catch (InvocationTargetException e) {
      throw Objects.requireNonNull(e.getCause());
    } finally {
      if (here != null && here.after()) {
        disturbed(here);
      }
    }
  }

  private void disturbed(Disturbance<SessionStep> how) {
    if (how.dies()) {
      kill();
    } else {
      how.meanwhile().forEach(world);
    }
    alive();
  }

  private void alive() {
    if (dead) {
      throw new Death();
    }
  }
}
