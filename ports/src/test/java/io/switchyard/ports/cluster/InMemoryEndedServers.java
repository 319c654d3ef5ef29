package io.switchyard.ports.cluster;

import io.switchyard.domain.cluster.ClusterId;
import io.switchyard.domain.job.ExecutionId;
import io.switchyard.ports.job.InMemoryLogCaptures;
import io.switchyard.ports.job.LogCapture;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Ended servers as a list. */
final class InMemoryEndedServers implements EndedServers {

  private final List<EndedServer> servers = new ArrayList<>();
  private final InMemoryLogCaptures captures = new InMemoryLogCaptures();

  synchronized void add(EndedServer server) {
    servers.add(server);
    captures.add(server.capture());
  }

  synchronized void remove(ClusterId cluster) {
    of(cluster).forEach(server -> captures.remove(server.id()));
    servers.removeIf(server -> server.cluster().equals(cluster));
  }

  @Override
  public synchronized List<EndedServer> of(ClusterId cluster) {
    return servers.stream().filter(server -> server.cluster().equals(cluster)).toList();
  }

  @Override
  public List<Claim> claimDue(Instant now, Duration lease, int limit) {
    return captures.claimDue(now, lease, limit);
  }

  @Override
  public boolean save(Claim was, LogCapture now, Instant due) {
    return captures.save(was, now, due);
  }

  @Override
  public Map<ExecutionId, LogCapture.State> states(Collection<ExecutionId> executions) {
    return captures.states(executions);
  }
}
