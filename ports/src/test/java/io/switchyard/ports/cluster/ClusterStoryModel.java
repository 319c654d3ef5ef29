package io.switchyard.ports.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchyard.domain.cluster.Cluster;
import io.switchyard.domain.cluster.ClusterId;
import io.switchyard.domain.cluster.ClusterRequest;
import io.switchyard.domain.cluster.ClusterStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What may be true of clusters, given what befell them. It knows nothing of how states move: only
 * what clients were told, what servers truly did, and what is promised.
 */
final class ClusterStoryModel {

  private final Clusters store;
  private final StoryServers servers;
  private final Set<ClusterId> before = new HashSet<>();
  private final Set<ClusterId> accepted = new HashSet<>();
  private final Map<String, ClusterId> keys = new HashMap<>();
  private final Set<ClusterId> deleteAsked = new HashSet<>();
  private final Set<ClusterId> deleteTaken = new HashSet<>();
  private final Map<ClusterId, Cluster> ends = new HashMap<>();

  ClusterStoryModel(Clusters store, StoryServers servers) {
    this.store = store;
    this.servers = servers;
    store.list(ClusterFilter.ALL, 10_000).forEach(cluster -> before.add(cluster.id()));
  }

  /** The clusters of this story, oldest first. */
  List<Cluster> clusters() {
    List<Cluster> all = new ArrayList<>(store.list(ClusterFilter.ALL, 10_000));
    all.removeIf(cluster -> before.contains(cluster.id()));
    Collections.reverse(all);
    return all;
  }

  void asked(ClusterRequest request, Requesting answer) {
    String key = request.idempotencyKey();
    if (answer instanceof Requesting.Accepted taken) {
      assertThat(accepted.add(taken.cluster().id())).as("a new cluster").isTrue();
      assertThat(key == null || !keys.containsKey(key)).as("the first of key " + key).isTrue();
      hold(key, taken.cluster().id());
    } else if (answer instanceof Requesting.Repeated again) {
      assertThat(key).isNotNull();
      hold(key, again.cluster().id());
    } else {
      // Of the same key with another time to live, or a name that is in use.
      assertThat(answer).isInstanceOfAny(Requesting.KeyTaken.class, Requesting.NameTaken.class);
    }
  }

  private void hold(@Nullable String key, ClusterId cluster) {
    if (key != null) {
      assertThat(keys.getOrDefault(key, cluster)).as("the one of " + key).isEqualTo(cluster);
      keys.put(key, cluster);
    }
    accepted.add(cluster);
  }

  void deleting(ClusterId cluster) {
    deleteAsked.add(cluster);
  }

  void deleted(ClusterId cluster, Changing answer) {
    if (answer instanceof Changing.Changed) {
      deleteTaken.add(cluster);
    } else {
      assertThat(answer).isInstanceOfAny(Changing.Unchanged.class, Changing.InUse.class);
    }
  }

  /** What must hold at any time. */
  void check() {
    List<Cluster> all = clusters();
    assertThat(all).extracting(Cluster::id).containsAll(accepted);
    Set<String> hosts = new HashSet<>();
    Set<String> used = new HashSet<>();
    for (Cluster cluster : all) {
      String key = cluster.request().idempotencyKey();
      assertThat(key == null || used.add(key)).as("one cluster of key " + key).isTrue();
      assertThat(servers.living(cluster.id())).as("servers of %s", cluster).isLessThan(2);
      assertThat(cluster.restarts()).isLessThanOrEqualTo(ClusterStory.POLICY.restarts());
      if (cluster.ended()) {
        Cluster end = ends.computeIfAbsent(cluster.id(), id -> cluster);
        assertThat(cluster).as("an end never changes").isEqualTo(end);
        assertThat(servers.living(cluster.id())).as("servers of %s", cluster).isZero();
        endIsTrue(cluster);
      } else {
        assertThat(ends).as("what has ended").doesNotContainKey(cluster.id());
        assertThat(cluster.hosts()).allMatch(hosts::add);
      }
    }
  }

  private void endIsTrue(Cluster cluster) {
    Instant expires = cluster.expiresAt();
    boolean expired = expires != null && !cluster.state().since().isBefore(expires);
    if (cluster.status() == ClusterStatus.TERMINATED) {
      assertThat(deleteAsked.contains(cluster.id()) || expired)
          .as("somebody wanted the end of %s", cluster)
          .isTrue();
    } else {
      assertThat(deleteTaken).as("a delete ends terminated").doesNotContain(cluster.id());
      boolean slow = cluster.state().toString().contains("did not answer within");
      assertThat(slow || servers.mayHaveFailed(cluster)).as("%s failed", cluster).isTrue();
    }
  }

  /** What must hold when all has gone well for a while. */
  void checkRest(Instant now) {
    for (Cluster cluster : clusters()) {
      Instant expires = cluster.expiresAt();
      if (deleteTaken.contains(cluster.id())) {
        assertThat(cluster.status()).as("%s", cluster).isEqualTo(ClusterStatus.TERMINATED);
      } else if (!cluster.ended()) {
        assertThat(cluster.status()).as("%s", cluster).isEqualTo(ClusterStatus.RUNNING);
        servers.assertServes(cluster);
      }
      assertThat(cluster.ended() || expires == null || expires.isAfter(now))
          .as("%s has expired", cluster)
          .isTrue();
    }
  }

  /** What must hold when all were deleted. */
  void checkEnd() {
    assertThat(clusters()).allMatch(Cluster::ended);
    assertThat(servers.living()).isZero();
  }
}
