package io.switchyard.agent;

import io.switchyard.agent.ClusterStatus.Executor;
import java.util.Comparator;
import java.util.List;

/**
 * Keeps the number of executors at a target that may change at any time. {@link #look} has to be
 * called about once a second: executors come when their worker has room, and one that was under way
 * when the target fell has still to be let go.
 *
 * <p>An executor that is let go takes no more tasks, ends those it has, hands its cached data and
 * shuffle files to others, and is gone. Idle ones go first, then those that hold least.
 */
final class Scaling {

  /** What is done to the executors of an application. */
  interface Fleet {

    /** All that are registered, also those that are leaving. */
    List<Executor> executors();

    /** Tells the master how many there may be; repeating it does no harm. */
    void request(int total);

    void release(String id);
  }

  /**
   * How far it is.
   *
   * @param current executors that take tasks
   * @param leaving executors that do not any more
   * @param limit the highest target
   */
  record State(int target, int current, int leaving, int limit) {

    boolean reached() {
      return current == target && leaving == 0;
    }
  }

  /** A master that came back from a failure may have lost what it was asked for. */
  private static final int REQUEST_EVERY_LOOKS = 10;

  private static final Comparator<Executor> CHEAPEST_FIRST =
      Comparator.comparingInt(Executor::activeTasks)
          .thenComparingLong(Executor::storageUsedMb)
          .thenComparing(Executor::addedAt, Comparator.reverseOrder());

  private final Fleet fleet;
  private final int limit;
  private int target;
  private int looksSinceRequest = REQUEST_EVERY_LOOKS;

  Scaling(Fleet fleet, int limit, int target) {
    this.fleet = fleet;
    this.limit = limit;
    this.target = target;
  }

  /** Sets the target, and begins to get there. */
  synchronized State to(int wanted) {
    if (wanted > limit) {
      throw Refusal.field(
          "target",
          "" + wanted,
          "is more than the " + limit + " executors for which spark.cores.max leaves room");
    }
    target = wanted;
    request();
    return look();
  }

  /** Does what is left to do. */
  synchronized State look() {
    List<Executor> active = fleet.executors().stream().filter(e -> !e.leaving()).toList();
    looksSinceRequest++;
    if (active.size() != target && looksSinceRequest >= REQUEST_EVERY_LOOKS) {
      request();
    }
    active.stream()
        .sorted(CHEAPEST_FIRST)
        .limit(Math.max(0, active.size() - target))
        .forEach(executor -> fleet.release(executor.id()));
    return state();
  }

  private void request() {
    fleet.request(target);
    looksSinceRequest = 0;
  }

  synchronized State state() {
    return state(fleet.executors());
  }

  synchronized State state(List<Executor> executors) {
    int leaving = (int) executors.stream().filter(Executor::leaving).count();
    return new State(target, executors.size() - leaving, leaving, limit);
  }
}
