package io.switchyard.app.cluster;

import com.github.f4b6a3.ulid.UlidCreator;
import io.switchyard.domain.cluster.ClusterId;
import io.switchyard.domain.cluster.ServerToken;
import io.switchyard.domain.job.ExecutionId;
import io.switchyard.domain.placement.Environment;
import io.switchyard.domain.placement.Region;
import io.switchyard.domain.team.Team;
import io.switchyard.ports.cluster.ClusterIds;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Locale;

/** Ids and tokens from a source that nobody can guess. */
final class RandomClusterIds implements ClusterIds {

  private static final String BASE32 = "abcdefghijklmnopqrstuvwxyz234567";
  private static final int ID_LENGTH = 6;
  private static final int TOKEN_BYTES = 32;

  private final SecureRandom random = new SecureRandom();

  @Override
  public ClusterId nextCluster(Team team, Environment environment, Region region) {
    StringBuilder tail = new StringBuilder();
    for (int i = 0; i < ID_LENGTH; i++) {
      tail.append(BASE32.charAt(random.nextInt(BASE32.length())));
    }
    return ClusterId.of(team, environment, region, tail.toString());
  }

  @Override
  public ExecutionId nextServer() {
    return new ExecutionId(
        "exec-" + UlidCreator.getMonotonicUlid().toString().toLowerCase(Locale.ROOT));
  }

  @Override
  public ServerToken nextToken() {
    byte[] bytes = new byte[TOKEN_BYTES];
    random.nextBytes(bytes);
    return new ServerToken(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
  }
}
