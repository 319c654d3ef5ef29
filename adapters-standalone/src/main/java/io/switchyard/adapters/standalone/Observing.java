package io.switchyard.adapters.standalone;

import io.switchyard.adapters.standalone.ClusterState.DriverRow;
import io.switchyard.adapters.standalone.MasterApi.DriverStatus;
import io.switchyard.domain.job.ExecutionId;
import io.switchyard.domain.job.Observation;
import io.switchyard.domain.job.Observation.Phase;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What one master reports of drivers. */
final class Observing {

  private static final Logger LOG = LoggerFactory.getLogger(Observing.class);

  /**
   * How many drivers that are not on the master's page are asked for one by one in a pass. For the
   * others the page, which shows the same table, has the last word.
   */
  private static final int MAX_QUESTIONS = 50;

  private final MasterApi api;
  private final Exchange exchange;
  private final Drivers drivers;
  private final Set<String> unknownWords = ConcurrentHashMap.newKeySet();

  Observing(MasterApi api, Exchange exchange) {
    this.api = api;
    this.exchange = exchange;
    this.drivers = new Drivers(exchange);
  }

  /** Drivers that the master has no record of are absent. */
  Map<DriverRef, Observation> observe(Master master, Set<DriverRef> refs) {
    ClusterState state = api.state(master);
    Map<DriverRef, Observation> seen = new HashMap<>();
    for (DriverRef ref : refs) {
      drivers.shown(ref, state).ifPresent(row -> seen.put(ref, observation(master, row)));
    }
    refs.stream()
        .filter(ref -> !seen.containsKey(ref))
        .limit(MAX_QUESTIONS)
        .forEach(ref -> asked(master, ref).ifPresent(o -> seen.put(ref, o)));
    return seen;
  }

  private Observation observation(Master master, DriverRow row) {
    Observation seen =
        row.state().equals(DriverStates.ERROR) ? error(master, row) : named(row.state());
    Optional<ExecutionId> id = Drivers.execution(row).filter(execution -> seen.ended());
    if (id.isPresent() && !exchange.settle(id.get(), row.id())) {
      return new Observation(Phase.UNKNOWN, "another driver has just begun to run it");
    }
    id.ifPresent(exchange::removeFiles);
    return seen;
  }

  private Observation error(Master master, DriverRow row) {
    String exception = api.status(master, row.id()).map(DriverStatus::exception).orElse("");
    boolean hadWorker = !row.worker().isEmpty();
    // A master that recovered knows no worker of a driver that ran on one that is gone.
    boolean mayHaveRun =
        exception.isEmpty()
            && !hadWorker
            && !Drivers.execution(row).map(this::settled).orElse(false);
    return DriverStates.error(exception, hadWorker, mayHaveRun);
  }

  private boolean settled(ExecutionId id) {
    return exchange.revoke(id);
  }

  private Optional<Observation> asked(Master master, DriverRef ref) {
    return api.status(master, drivers.standIn(ref))
        .map(
            status ->
                status.state().equals(DriverStates.ERROR)
                    ? DriverStates.error(status.exception(), true, true)
                    : named(status.state()));
  }

  private Observation named(String word) {
    Phase phase = DriverStates.phase(word);
    if (phase == Phase.UNKNOWN && unknownWords.add(word)) {
      LOG.atWarn().addKeyValue("driver_state", word).log("a driver state that is not known here");
    }
    String detail = phase == Phase.UNKNOWN ? "Spark says " + word : "";
    return new Observation(phase, detail);
  }
}
