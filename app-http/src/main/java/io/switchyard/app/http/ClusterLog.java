package io.switchyard.app.http;

import io.switchyard.domain.cluster.Cluster;
import io.switchyard.domain.cluster.ClusterId;
import io.switchyard.domain.team.Caller;
import io.switchyard.ports.cluster.ListServers;
import io.switchyard.ports.cluster.ReadServerLogs;
import io.switchyard.ports.job.LogQuery;
import io.switchyard.ports.job.LogSlice;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The log of a cluster, for a caller. */
public record ClusterLog(
    ClusterId id, Caller caller, ListServers listServers, ReadServerLogs readLogs)
    implements LogSource {

  @Override
  public String what() {
    return "cluster";
  }

  @Override
  public String run() {
    return "server";
  }

  @Override
  public Map<String, Object> named() {
    return Map.of("cluster_id", id.value());
  }

  @Override
  public Refusal noSuch() {
    return NoSuchCluster.of(id);
  }

  @Override
  public Optional<Standing> standing() {
    return listServers.list(id, caller).map(this::standing);
  }

  private Standing standing(ListServers.Servers found) {
    Cluster cluster = found.cluster();
    Map<String, Object> told = new LinkedHashMap<>(named());
    told.put("execution_id", cluster.server().id().value());
    told.put("status", cluster.status().word());
    return new Standing(
        found.servers().stream().map(s -> new Run(s.id(), s.number(), s.ended())).toList(),
        cluster.ended(),
        told);
  }

  @Override
  public Optional<LogSlice> read(LogQuery query) {
    return readLogs.read(id, query, caller);
  }
}
