package io.switchyard.ports.cluster;

import io.switchyard.domain.cluster.Cluster;
import io.switchyard.domain.cluster.ClusterName;
import io.switchyard.domain.cluster.ClusterNames;
import io.switchyard.domain.cluster.ClusterRequest;
import io.switchyard.domain.cluster.ClusterShape;
import io.switchyard.domain.cluster.ClusterSize;
import io.switchyard.domain.cluster.ServerRun;
import io.switchyard.domain.cluster.Ttl;
import io.switchyard.domain.job.SparkSettings;
import io.switchyard.domain.job.SparkVersion;
import io.switchyard.domain.placement.BackendId;
import io.switchyard.domain.placement.Environment;
import io.switchyard.domain.placement.Region;
import io.switchyard.domain.team.Caller;
import io.switchyard.domain.team.Role;
import io.switchyard.domain.team.Team;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Clusters and people for tests. */
public final class ClusterExamples {

  public static final BackendId BACKEND = new BackendId("local");
  public static final SparkVersion SPARK = new SparkVersion("4.1.2");
  public static final Region REGION = new Region("eu-west-1");
  public static final ClusterNames NAMES = new ClusterNames("spark.test");
  public static final Team TEAM = new Team("feateng");
  public static final Caller ANNA = new Caller("anna", Set.of(TEAM), Role.MEMBER);
  public static final Caller BORIS = new Caller("boris", Set.of(new Team("ml")), Role.MEMBER);
  public static final Caller VERA = new Caller("vera", Set.of(TEAM), Role.VIEWER);
  public static final Caller ROOT = new Caller("root", Set.of(), Role.ADMIN);

  private ClusterExamples() {}

  /** A small cluster for a day in dev, by {@link #ANNA}. */
  public static ClusterRequest request() {
    return request(null, null);
  }

  public static ClusterRequest request(@Nullable String name, @Nullable String key) {
    return request(TEAM, Environment.DEV, ClusterSize.SMALL, name, key);
  }

  public static ClusterRequest request(
      Team team,
      Environment environment,
      ClusterSize size,
      @Nullable String name,
      @Nullable String key) {
    return new ClusterRequest(
        team,
        "anna",
        null,
        name == null ? null : new ClusterName(name),
        environment,
        REGION,
        ClusterShape.of(size),
        List.of(),
        new Ttl(Duration.ofDays(1)),
        null,
        null,
        SparkSettings.NONE,
        key);
  }

  public static Cluster cluster(ClusterRequest request, ClusterIds ids, Instant at) {
    return Cluster.requested(
        ids.nextCluster(request.team(), request.environment(), request.region()),
        request,
        NAMES.hosts(request),
        BACKEND,
        SPARK,
        new ServerRun(ids.nextServer(), 1, ids.nextToken()),
        at);
  }
}
