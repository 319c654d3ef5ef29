package io.switchyard.ports.session;

import io.switchyard.domain.cluster.ClusterId;
import io.switchyard.domain.job.JobId;
import io.switchyard.domain.session.SessionId;
import io.switchyard.domain.team.Team;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which sessions to list; every condition must hold.
 *
 * @param teams sessions of one of these teams; null for every team, empty for none
 * @param user sessions of this user; null for anybody's
 * @param cluster sessions on it; null for any
 * @param job sessions on its drivers; null for any
 * @param sessionId sessions that their clients call so; null for any
 * @param open only those that are, or are not; null for both
 * @param before sessions that come after this one in the list; null to start with the newest
 */
public record SessionFilter(
    @Nullable Set<Team> teams,
    @Nullable String user,
    @Nullable ClusterId cluster,
    @Nullable JobId job,
    @Nullable String sessionId,
    @Nullable Boolean open,
    @Nullable Position before) {

  public static final SessionFilter ALL =
      new SessionFilter(null, null, null, null, null, null, null);

  /**
   * A place in the list, which is ordered by creation and then by id.
   *
   * @param createdAt when the session there was opened
   */
  public record Position(Instant createdAt, SessionId id) {}

  public SessionFilter {
    teams = teams == null ? null : Set.copyOf(teams);
  }
}
