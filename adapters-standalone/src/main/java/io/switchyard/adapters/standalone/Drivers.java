package io.switchyard.adapters.standalone;

import io.switchyard.adapters.standalone.ClusterState.DriverRow;
import io.switchyard.domain.job.ExecutionId;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Which driver of a master stands for an execution. There is one, unless a request for it reached
 * the master twice: then it is the one that claimed the execution, and the other runs nothing.
 */
final class Drivers {

  private final Exchange exchange;

  Drivers(Exchange exchange) {
    this.exchange = exchange;
  }

  /** The driver of an execution, also one that the master has forgotten. */
  Optional<String> of(ExecutionId id, ClusterState state) {
    return exchange.claimedBy(id).or(() -> likeliest(id, state).map(DriverRow::id));
  }

  /** The driver that stands for the execution, if the master shows it: nearly always that named. */
  Optional<DriverRow> shown(DriverRef ref, ClusterState state) {
    List<DriverRow> all = state.driversWith(LaunchClass.nameFor(ref.execution()));
    if (all.size() == 1 && !all.get(0).ended()) {
      // Nearly always, so it takes no look at the disk.
      return Optional.of(all.get(0));
    }
    Optional<String> claimed = exchange.claimedBy(ref.execution());
    // One that was refused may be shown for longer than the one that ran.
    return claimed.isPresent() ? state.driver(claimed.get()) : likeliest(ref.execution(), state);
  }

  /** The driver that stands for the execution, shown or not. */
  String standIn(DriverRef ref) {
    return exchange.claimedBy(ref.execution()).orElse(ref.driver());
  }

  /** Whether that driver runs or ran the execution. */
  boolean claimed(DriverRef ref, String driver) {
    return exchange.claimedBy(ref.execution()).filter(driver::equals).isPresent();
  }

  /** Before any has claimed: one that lives rather than one that ended, the older of two. */
  private static Optional<DriverRow> likeliest(ExecutionId id, ClusterState state) {
    return state.driversWith(LaunchClass.nameFor(id)).stream()
        .min(Comparator.comparing(DriverRow::ended).thenComparing(DriverRow::id));
  }

  static Optional<ExecutionId> execution(DriverRow row) {
    return LaunchClass.executionOf(row.mainClass());
  }
}
