package io.switchyard.adapters.standalone;

import io.switchyard.adapters.standalone.ClusterState.DriverRow;
import io.switchyard.adapters.standalone.ClusterState.WorkerRow;
import io.switchyard.domain.job.Resources;
import java.util.List;
import java.util.Optional;

/**
 * Whether a driver and one executor of its own fit into what is free. A master would take any
 * number of drivers: those that start fill the workers until no executor fits, and wait for ever;
 * those that queue are lost when the master restarts.
 */
final class Room {

  private Room() {}

  /** Empty if there is room; else a sentence that says what is missing. */
  static Optional<String> missing(ClusterState state, Resources wanted) {
    List<WorkerRow> workers = state.aliveWorkers();
    if (workers.isEmpty()) {
      return Optional.of("no worker of the Spark master is alive");
    }
    List<DriverRow> waiting =
        state.drivers().stream().filter(d -> !d.ended() && d.worker().isEmpty()).toList();
    int waitingCores = waiting.stream().mapToInt(DriverRow::cores).sum();
    long waitingMemory = waiting.stream().mapToLong(DriverRow::memory).sum();
    boolean fits =
        workers.stream().anyMatch(w -> fitsWith(w, workers, wanted, waitingCores, waitingMemory));
    return fits ? Optional.empty() : Optional.of(sentence(workers, wanted, waiting.size()));
  }

  /** Whether there is room with the driver on {@code host}; who waits is taken to go there too. */
  private static boolean fitsWith(
      WorkerRow host, List<WorkerRow> workers, Resources wanted, int cores, long memory) {
    int coresLeft = host.coresFree() - cores - wanted.driver().cores();
    long memoryLeft = host.memoryFree() - memory - wanted.driver().memory().mebibytes();
    return coresLeft >= 0
        && memoryLeft >= 0
        && workers.stream()
            .anyMatch(
                w ->
                    w.id().equals(host.id())
                        ? fits(coresLeft, memoryLeft, wanted)
                        : fits(w.coresFree(), w.memoryFree(), wanted));
  }

  private static boolean fits(int cores, long memory, Resources wanted) {
    return cores >= wanted.executor().cores() && memory >= wanted.executor().memory().mebibytes();
  }

  private static String sentence(List<WorkerRow> workers, Resources wanted, int waiting) {
    int cores = workers.stream().mapToInt(WorkerRow::coresFree).sum();
    long memory = workers.stream().mapToLong(WorkerRow::memoryFree).sum();
    return "waiting for room: the driver takes %d cores and %s and an executor %d cores and %s; free are %d cores and %dm on %d %s%s"
        .formatted(
            wanted.driver().cores(),
            wanted.driver().memory(),
            wanted.executor().cores(),
            wanted.executor().memory(),
            cores,
            memory,
            workers.size(),
            workers.size() == 1 ? "worker" : "workers",
            waiting == 0 ? "" : ", for which " + waiting + " more drivers wait");
  }
}
