package io.switchyard.app.http;

import io.javalin.http.Context;
import io.switchyard.domain.cluster.ClusterId;
import io.switchyard.ports.cluster.ListServers;
import io.switchyard.ports.cluster.ReadServerLogs;
import io.switchyard.ports.job.LogSlice;
import io.switchyard.ports.job.LogStream;

/**
 * {@code GET /api/v1/clusters/{id}/logs}: one piece of a server's log, or all of it as it grows.
 * Servers write to their standard error, so that is what is read unless something else is asked
 * for.
 */
final class ClusterLogRoute {

  private final ListServers listServers;
  private final ReadServerLogs readLogs;
  private final LogFollowers followers;
  private final Callers callers;

  ClusterLogRoute(
      ListServers listServers, ReadServerLogs readLogs, LogFollowers followers, Callers callers) {
    this.listServers = listServers;
    this.readLogs = readLogs;
    this.followers = followers;
    this.callers = callers;
  }

  private record Piece(
      String clusterId,
      String executionId,
      int server,
      String stream,
      String logs,
      long offset,
      long nextOffset,
      boolean complete) {}

  void logs(Context ctx) {
    var caller = callers.of(ctx);
    ClusterId id = ClusterRoutes.id(ctx);
    LogSource log = new ClusterLog(id, caller, listServers, readLogs);
    LogAsked asked = LogAsked.of(ctx, log, LogStream.STDERR);
    if (asked.follow()) {
      followers.follow(ctx, log, asked.query());
      return;
    }
    LogSlice slice = log.read(asked.query()).orElseThrow(log::noSuch);
    Replies.ok(
        ctx,
        new Piece(
            id.value(),
            slice.execution().value(),
            slice.attempt(),
            asked.stream(),
            slice.text(),
            slice.offset(),
            slice.nextOffset(),
            slice.complete()));
  }
}
