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
    Optional<String> claimed = exchange.claimedBy(id);
    if (claimed.isPresent()) {
      return claimed;
    }
    List<DriverRow> all = state.driversWith(LaunchClass.nameFor(id));
    return likeliest(all).map(DriverRow::id);
  }

  /** The driver that stands for the execution of {@code row}: nearly always that one. */
  DriverRow standIn(DriverRow row, ClusterState state) {
    List<DriverRow> all = state.driversWith(row.mainClass());
    if (all.size() < 2) {
      return row;
    }
    return execution(row)
        .flatMap(exchange::claimedBy)
        .flatMap(state::driver)
        .or(() -> likeliest(all))
        .orElse(row);
  }

  /** Before any has claimed: one that lives rather than one that ended, the older of two. */
  private static Optional<DriverRow> likeliest(List<DriverRow> all) {
    return all.stream().min(Comparator.comparing(DriverRow::ended).thenComparing(DriverRow::id));
  }

  static Optional<ExecutionId> execution(DriverRow row) {
    return LaunchClass.executionOf(row.mainClass());
  }
}
