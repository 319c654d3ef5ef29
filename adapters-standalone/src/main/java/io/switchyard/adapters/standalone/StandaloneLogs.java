package io.switchyard.adapters.standalone;

import io.switchyard.adapters.standalone.ClusterState.DriverRow;
import io.switchyard.adapters.standalone.ClusterState.WorkerRow;
import io.switchyard.domain.job.BackendHandle;
import io.switchyard.ports.TargetFailure;
import io.switchyard.ports.job.JobLogs;
import io.switchyard.ports.job.LogPage;
import io.switchyard.ports.job.LogStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads the logs of drivers from the web pages of their workers. The master tells which worker; of
 * a driver that it has forgotten every worker is asked.
 */
final class StandaloneLogs implements JobLogs {

  private static final int MAX_KNOWN = 10_000;

  private final Masters masters;
  private final MasterApi api;
  private final Drivers drivers;
  private final Map<DriverRef, Place> known = new ConcurrentHashMap<>();

  /** Where a log is: the driver whose it is, and the page of its worker. */
  private record Place(String driver, String workerUrl) {}

  StandaloneLogs(Masters masters, MasterApi api, Exchange exchange) {
    this.masters = masters;
    this.api = api;
    this.drivers = new Drivers(exchange);
  }

  @Override
  public LogPage read(BackendHandle handle, LogStream stream, long offset, int maxBytes) {
    return page(handle, stream, "&offset=" + offset + "&byteLength=" + maxBytes);
  }

  @Override
  public LogPage tail(BackendHandle handle, LogStream stream, int maxBytes) {
    return page(handle, stream, "&byteLength=" + maxBytes);
  }

  private LogPage page(BackendHandle handle, LogStream stream, String range) {
    DriverRef ref = DriverRef.of(handle).orElse(null);
    Master master = ref == null ? null : masters.master(ref.version()).orElse(null);
    if (ref == null || master == null) {
      return LogPage.NONE;
    }
    return fromKnown(ref, stream, range)
        .or(() -> fromRecent(master, ref, stream, range))
        .or(() -> look(master, ref, stream, range))
        .orElse(LogPage.NONE);
  }

  private Optional<LogPage> fromKnown(DriverRef ref, LogStream stream, String range) {
    Place place = known.get(ref);
    try {
      return place == null ? Optional.empty() : ask(place, stream, range);
    } catch (TargetFailure moved) {
      return Optional.empty();
    }
  }

  /** Spares the master a question for each driver that ends: it was just seen doing so. */
  private Optional<LogPage> fromRecent(
      Master master, DriverRef ref, LogStream stream, String range) {
    Optional<Place> place = api.recent(master).flatMap(state -> its(ref, state));
    try {
      Optional<LogPage> page = place.flatMap(known -> ask(known, stream, range));
      page.ifPresent(found -> remember(ref, place.orElseThrow()));
      return page;
    } catch (TargetFailure away) {
      return Optional.empty();
    }
  }

  /** Of a driver that has claimed the execution; else only a fresh page tells which one it is. */
  private Optional<Place> its(DriverRef ref, ClusterState state) {
    DriverRow row = state.driver(drivers.standIn(ref)).orElse(null);
    if (row == null || !drivers.claimed(ref, row.id())) {
      return Optional.empty();
    }
    return state.aliveWorkers().stream()
        .filter(worker -> worker.id().equals(row.worker()))
        .findFirst()
        .map(worker -> new Place(row.id(), worker.webUrl()));
  }

  private Optional<LogPage> look(Master master, DriverRef ref, LogStream stream, String range) {
    TargetFailure failure = null;
    for (Place place : places(master, ref)) {
      try {
        Optional<LogPage> page = ask(place, stream, range);
        if (page.isPresent()) {
          remember(ref, place);
          return page;
        }
      } catch (TargetFailure e) {
        failure = e;
      }
    }
    return noneOrThrow(failure);
  }

  private static Optional<LogPage> noneOrThrow(@Nullable TargetFailure failure) {
    if (failure != null) {
      throw failure;
    }
    return Optional.empty();
  }

  private List<Place> places(Master master, DriverRef ref) {
    ClusterState state = api.state(master);
    Optional<DriverRow> row = drivers.shown(ref, state);
    String driver = row.map(DriverRow::id).orElseGet(() -> drivers.standIn(ref));
    String worker = row.map(DriverRow::worker).orElse("");
    List<Place> places = new ArrayList<>();
    for (WorkerRow candidate : state.aliveWorkers()) {
      boolean its = candidate.id().equals(worker);
      places.add(its ? 0 : places.size(), new Place(driver, candidate.webUrl()));
    }
    return places;
  }

  private void remember(DriverRef ref, Place place) {
    if (!drivers.claimed(ref, place.driver())) {
      // Another one may turn out to be the one that runs.
      return;
    }
    if (known.size() >= MAX_KNOWN) {
      known.clear();
    }
    known.put(ref, place);
  }

  private Optional<LogPage> ask(Place place, LogStream stream, String range) {
    String type = stream.name().toLowerCase(Locale.ROOT);
    String query = "/log/?driverId=" + place.driver() + "&logType=" + type + range;
    return LogText.read(api.get(URI.create(place.workerUrl() + query)).body());
  }
}
