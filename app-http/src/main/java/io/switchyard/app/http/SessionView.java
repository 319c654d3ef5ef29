package io.switchyard.app.http;

import io.switchyard.domain.session.ServerId;
import io.switchyard.domain.session.Session;
import io.switchyard.domain.session.SessionEnd;
import org.jspecify.annotations.Nullable;

/**
 * A session as the API shows it.
 *
 * @param id ours
 * @param sessionId as its client calls it
 * @param status OPEN or ENDED
 * @param clusterId null if it is on the driver of a job
 * @param server the number of the cluster's server that it is on; null if it is on none
 * @param jobId the job whose driver it is on; null if it is on a cluster
 * @param executionId the attempt of that job
 * @param bytes of messages in both directions
 */
public record SessionView(
    String id,
    String sessionId,
    String user,
    String team,
    @Nullable String clusterId,
    @Nullable Integer server,
    @Nullable String jobId,
    @Nullable String executionId,
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
    var cluster = session.on() instanceof ServerId.OfCluster server ? server : null;
    var driver = session.on() instanceof ServerId.OfJob job ? job : null;
    return new SessionView(
        session.id().value(),
        session.key().sessionId(),
        session.key().user(),
        session.key().team().name(),
        cluster == null ? null : cluster.cluster().value(),
        cluster == null ? null : cluster.number(),
        driver == null ? null : driver.job().value(),
        driver == null ? null : driver.execution().value(),
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
