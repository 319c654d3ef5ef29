package io.switchyard.ports.session;

import io.switchyard.domain.cluster.ClusterRequest;
import io.switchyard.domain.placement.Environment;
import io.switchyard.domain.placement.Region;
import io.switchyard.domain.team.Team;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Whose default cluster a call makes when there is none; configuration. */
public interface WakePolicies {

  /** No call makes a cluster. */
  WakePolicies NONE =
      new WakePolicies() {
        @Override
        public Optional<ClusterRequest> request(
            Team team, Environment environment, @Nullable Region region, String user, String key) {
          return Optional.empty();
        }

        @Override
        public Set<Team> teams() {
          return Set.of();
        }
      };

  /**
   * The request for a team's default cluster; empty if a call does not make one there.
   *
   * @param region null for the policy's own
   * @param key its idempotency key
   */
  Optional<ClusterRequest> request(
      Team team, Environment environment, @Nullable Region region, String user, String key);

  /** The teams that policies name. */
  Set<Team> teams();
}
