package io.switchyard.app.http;

import io.switchyard.domain.session.Session;
import io.switchyard.domain.session.SessionEnd;
import org.jspecify.annotations.Nullable;

/**
 * A session as the API shows it.
 *
 * @param id ours
 * @param sessionId as its client calls it
 * @param status OPEN or ENDED
 * @param server the number of the cluster's server that it is on
 * @param bytes of messages in both directions
 */
public record SessionView(
    String id,
    String sessionId,
    String user,
    String team,
    String clusterId,
    int server,
    String status,
    String clientVersion,
    String createdAt,
    String lastActivityAt,
    long bytes,
    long bytesUp,
    long bytesDown,
    long operations,
    @Nullable String endedAt,
    @Nullable String endReason,
    @Nullable String endedBy) {

  public static SessionView of(Session session) {
    SessionEnd end = session.end();
    return new SessionView(
        session.id().value(),
        session.key().sessionId(),
        session.key().user(),
        session.key().team().name(),
        session.cluster().value(),
        session.server(),
        end == null ? "OPEN" : "ENDED",
        session.clientVersion(),
        session.createdAt().toString(),
        session.lastActivityAt().toString(),
        session.bytesUp() + session.bytesDown(),
        session.bytesUp(),
        session.bytesDown(),
        session.operations(),
        end == null ? null : end.at().toString(),
        end == null ? null : end.reason().name(),
        end == null ? null : end.by());
  }
}
