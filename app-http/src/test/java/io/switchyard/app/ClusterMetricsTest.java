package io.switchyard.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchyard.domain.cluster.Cluster;
import io.switchyard.domain.cluster.ClusterId;
import io.switchyard.domain.cluster.ClusterState;
import io.switchyard.ports.cluster.ClaimedCluster;
import io.switchyard.ports.cluster.ClusterChange;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
final class ClusterMetricsTest {

  private LiveApi api;

  @BeforeEach
  void start(@TempDir Path folder) {
    api =
        LiveApi.start(
            folder,
            Map.of(
                "clusters",
                Map.of(
                    "policies",
                    List.of(
                        Map.of("team", "idle", "restarts", 1, "idle_after", "1m"),
                        Map.of("restarts", 1, "max_clusters", 1)))));
  }

  @AfterEach
  void stop() {
    api.close();
  }

  private String requested(String team, String size) {
    return api.postTo(
            "/api/v1/clusters",
            """
            {"team": "%s", "environment": "dev", "region": "eu-west-1", "size": "%s"}
            """
                .formatted(team, size))
        .at("cluster_id");
  }

  private LiveApi.Answer awaited(String id, String status, int restarts) {
    return api.awaitAt(
        "/api/v1/clusters/" + id,
        seen -> seen.at("status").equals(status) && seen.at("restarts").equals("" + restarts));
  }

  private Cluster stored(String id) {
    return api.clusters.find(new ClusterId(id)).orElseThrow();
  }

  private void assertMetric(String sample) {
    assertThat(api.get("/metrics").text()).contains(sample + "\n");
  }

  @Test
  void clusters_are_counted_where_they_stand() {
    String id = requested("feateng", "small");
    awaited(id, "running", 0);

    String running = "switchyard_clusters{environment=\"dev\",status=\"running\",team=\"feateng\"}";
    assertMetric(running + " 1.0");
    assertMetric("switchyard_clusters_ready_seconds_count{environment=\"dev\",size=\"small\"} 1");
    assertMetric("switchyard_clusters_requested_total{answer=\"accepted\"} 1.0");
    requested("feateng", "small");
    assertMetric("switchyard_clusters_requested_total{answer=\"name_taken\"} 1.0");
    api.delete("/api/v1/clusters/" + id);
    awaited(id, "terminated", 0);
    assertThat(api.get("/metrics").text()).doesNotContain(running);
    assertMetric(
        "switchyard_clusters{environment=\"dev\",status=\"terminated\",team=\"feateng\"} 1.0");
    assertMetric("switchyard_clusters_expired_total{environment=\"dev\",limit=\"ttl\"} 0.0");
    assertMetric("switchyard_clusters_failed_total{environment=\"dev\"} 0.0");
  }

  @Test
  void servers_that_die_and_follow_are_counted() {
    String id = requested("feateng", "small");
    awaited(id, "running", 0);
    api.servers.die(stored(id), "died");
    awaited(id, "running", 1);
    assertMetric("switchyard_clusters_servers_lost_total{environment=\"dev\"} 1.0");
    assertMetric("switchyard_clusters_servers_restarted_total{environment=\"dev\"} 1.0");

    api.servers.die(stored(id), "died again");
    awaited(id, "failed", 1);

    assertMetric("switchyard_clusters_servers_lost_total{environment=\"dev\"} 2.0");
    assertMetric("switchyard_clusters_servers_restarted_total{environment=\"dev\"} 1.0");
    assertMetric("switchyard_clusters_failed_total{environment=\"dev\"} 1.0");
    assertMetric("switchyard_clusters_ready_seconds_count{environment=\"dev\",size=\"small\"} 1");
  }

  /** Makes the stored cluster another one, whatever the work loop is doing with it. */
  private void change(String id, UnaryOperator<Cluster> change) {
    boolean written = false;
    while (!written) {
      ClaimedCluster was = api.clusters.current(new ClusterId(id)).orElseThrow();
      Instant now = Instant.now();
      ClusterChange next = ClusterChange.until(was, change.apply(was.cluster()), now, now);
      written = !api.clusters.save(List.of(next)).isEmpty();
    }
  }

  @Test
  void a_cluster_that_outlived_its_time_is_counted() {
    String id = requested("feateng", "small");
    awaited(id, "running", 0);
    change(id, cluster -> cluster.expiring(Instant.now().minusSeconds(1)));
    awaited(id, "terminated", 0);

    assertMetric("switchyard_clusters_expired_total{environment=\"dev\",limit=\"ttl\"} 1.0");
    assertMetric("switchyard_clusters_expired_total{environment=\"dev\",limit=\"idle\"} 0.0");
  }

  @Test
  void an_idle_cluster_that_was_ended_is_counted() {
    String id = requested("idle", "small");
    awaited(id, "running", 0);
    change(
        id,
        cluster -> {
          ClusterState.Running state = (ClusterState.Running) cluster.state();
          Instant since = state.since().minusSeconds(61);
          return cluster.in(new ClusterState.Running(state.handle(), state.address(), since));
        });
    awaited(id, "terminated", 0);

    assertMetric("switchyard_clusters_expired_total{environment=\"dev\",limit=\"idle\"} 1.0");
    assertMetric("switchyard_clusters_expired_total{environment=\"dev\",limit=\"ttl\"} 0.0");
  }
}
