package io.switchyard.ports.cluster;

import io.switchyard.domain.cluster.ClusterId;
import io.switchyard.domain.cluster.ServerToken;
import io.switchyard.domain.job.ExecutionId;
import io.switchyard.domain.placement.Environment;
import io.switchyard.domain.placement.Region;
import io.switchyard.domain.team.Team;
import io.switchyard.ports.job.SequentialIds;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;

/** Ids and tokens that count up. */
public final class SequentialClusterIds implements ClusterIds {

  private final SequentialIds servers;
  private final AtomicInteger next = new AtomicInteger();

  public SequentialClusterIds() {
    this(0);
  }

  /**
   * @param firstServer where the ids of servers begin
   */
  public SequentialClusterIds(long firstServer) {
    this.servers = new SequentialIds(firstServer);
  }

  @Override
  public ClusterId nextCluster(Team team, Environment environment, Region region) {
    StringBuilder random = new StringBuilder();
    for (int rest = next.getAndIncrement(); random.length() < 6; rest /= 26) {
      random.insert(0, (char) ('a' + rest % 26));
    }
    return ClusterId.of(team, environment, region, random.toString());
  }

  @Override
  public ExecutionId nextServer() {
    return servers.nextExecution();
  }

  @Override
  public ServerToken nextToken() {
    return new ServerToken(String.format(Locale.ROOT, "token-%032d", next.getAndIncrement()));
  }
}
