package io.switchyard.adapters.standalone;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toMap;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a master says of its cluster at one moment, as its {@code /json/} page has it. Safe for use
 * by several threads.
 */
final class ClusterState {

  private final String status;
  private final List<WorkerRow> workers;
  private final List<DriverRow> drivers;
  private volatile @Nullable Map<String, DriverRow> byId;
  private volatile @Nullable Map<String, List<DriverRow>> byMainClass;

  /**
   * @param status {@code ALIVE} when it can be believed
   * @param workers all it knows, dead ones among them
   * @param drivers those that live and the last 200 that ended
   */
  ClusterState(String status, List<WorkerRow> workers, List<DriverRow> drivers) {
    this.status = status;
    this.workers = List.copyOf(workers);
    this.drivers = List.copyOf(drivers);
  }

  /** A worker; memory in MiB. */
  record WorkerRow(String id, String webUrl, boolean alive, int coresFree, long memoryFree) {}

  /**
   * A driver; memory in MiB.
   *
   * @param state the master's word
   * @param worker id of its worker; empty if it has had none since the master started
   */
  record DriverRow(
      String id, String state, String worker, String mainClass, int cores, long memory) {

    boolean ended() {
      return DriverStates.ended(state);
    }
  }

  String status() {
    return status;
  }

  List<WorkerRow> workers() {
    return workers;
  }

  List<DriverRow> drivers() {
    return drivers;
  }

  Optional<DriverRow> driver(String id) {
    Map<String, DriverRow> known = byId;
    if (known == null) {
      known = drivers.stream().collect(toMap(DriverRow::id, d -> d, (first, other) -> first));
      byId = known;
    }
    return Optional.ofNullable(known.get(id));
  }

  /** All drivers with that main class: one, unless a request was answered twice. */
  List<DriverRow> driversWith(String mainClass) {
    Map<String, List<DriverRow>> known = byMainClass;
    if (known == null) {
      known = drivers.stream().collect(groupingBy(DriverRow::mainClass));
      byMainClass = known;
    }
    return known.getOrDefault(mainClass, List.of());
  }

  List<WorkerRow> aliveWorkers() {
    return workers.stream().filter(WorkerRow::alive).toList();
  }
}
