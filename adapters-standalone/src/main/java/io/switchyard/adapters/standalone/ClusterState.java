package io.switchyard.adapters.standalone;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a master says of its cluster at one moment, as its {@code /json/} page has it.
 *
 * @param status {@code ALIVE} when it can be believed
 * @param workers all it knows, dead ones among them
 * @param drivers those that live and the last 200 that ended
 */
record ClusterState(String status, List<WorkerRow> workers, List<DriverRow> drivers) {

  ClusterState {
    workers = List.copyOf(workers);
    drivers = List.copyOf(drivers);
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

  static ClusterState read(JsonNode page) {
    List<WorkerRow> workers = new ArrayList<>();
    for (JsonNode w : page.path("workers")) {
      workers.add(
          new WorkerRow(
              w.path("id").asText(),
              w.path("webuiaddress").asText(),
              w.path("state").asText().equals("ALIVE"),
              w.path("coresfree").asInt(),
              w.path("memoryfree").asLong()));
    }
    List<DriverRow> drivers = new ArrayList<>();
    for (String kind : List.of("activedrivers", "completeddrivers")) {
      page.path(kind).forEach(d -> drivers.add(driver(d)));
    }
    return new ClusterState(page.path("status").asText(), workers, drivers);
  }

  private static DriverRow driver(JsonNode d) {
    String worker = d.path("worker").asText();
    return new DriverRow(
        d.path("id").asText(),
        d.path("state").asText(),
        worker.equals("None") ? "" : worker,
        d.path("mainclass").asText(),
        d.path("cores").asInt(),
        d.path("memory").asLong());
  }

  Optional<DriverRow> driver(String id) {
    return drivers.stream().filter(d -> d.id().equals(id)).findFirst();
  }

  /** All drivers with that main class: one, unless a request was answered twice. */
  List<DriverRow> driversWith(String mainClass) {
    return drivers.stream().filter(d -> d.mainClass().equals(mainClass)).toList();
  }

  List<WorkerRow> aliveWorkers() {
    return workers.stream().filter(WorkerRow::alive).toList();
  }
}
