package io.switchyard.ports.cluster;

import io.switchyard.domain.cluster.ClusterId;
import io.switchyard.domain.input.InvalidValue;
import io.switchyard.domain.team.Caller;
import io.switchyard.ports.TargetFailure;
import io.switchyard.ports.job.DriverLogs;
import io.switchyard.ports.job.LogQuery;
import io.switchyard.ports.job.LogSlice;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the logs of a cluster's servers: where they are captured or, until then, live. */
public final class ReadServerLogs {

  private final ListServers servers;
  private final DriverLogs logs;

  public ReadServerLogs(ListServers servers, DriverLogs logs) {
    this.servers = servers;
    this.logs = logs;
  }

  /**
   * A piece of at most {@link DriverLogs#MAX_BYTES}; an empty one if there is nothing there yet.
   * Empty if there is no such cluster, or none that the caller may know of. Blocks for the store
   * and the backend.
   *
   * @param query its attempt is the number of the server; null for the newest
   * @throws InvalidValue if the cluster has had no such server
   * @throws TargetFailure when the log store or the backend cannot be asked
   */
  public Optional<LogSlice> read(ClusterId id, LogQuery query, Caller by) {
    return servers.list(id, by).map(found -> logs.read(driver(found, query.attempt()), query));
  }

  private static DriverLogs.Driver driver(ListServers.Servers of, @Nullable Integer number) {
    int newest = of.cluster().server().number();
    int wanted = number == null ? newest : number;
    ClusterServer server =
        of.servers().stream()
            .filter(known -> known.number() == wanted)
            .findFirst()
            .orElseThrow(
                () ->
                    InvalidValue.at(
                        "server",
                        "" + number,
                        "is not a server of the cluster that has a log",
                        wanted > newest
                            ? "its newest is " + newest
                            : "no backend had that one; try another"));
    return new DriverLogs.Driver(
        server.id(), server.number(), of.cluster().backend(), server.handle(), server.ended());
  }
}
