package io.switchyard.app.http;

import io.javalin.http.Context;
import io.switchyard.domain.job.JobId;
import io.switchyard.ports.job.GetJob;
import io.switchyard.ports.job.LogSlice;
import io.switchyard.ports.job.LogStream;
import io.switchyard.ports.job.ReadJobLogs;

/** {@code GET /api/v1/jobs/{id}/logs}: one piece of a log, or all of it as it grows. */
final class LogRoute {

  private final GetJob getJob;
  private final ReadJobLogs readLogs;
  private final LogFollowers followers;
  private final Callers callers;
  private final Links links;

  LogRoute(
      GetJob getJob, ReadJobLogs readLogs, LogFollowers followers, Callers callers, Links links) {
    this.getJob = getJob;
    this.readLogs = readLogs;
    this.followers = followers;
    this.callers = callers;
    this.links = links;
  }

  private record Piece(
      String jobId,
      String executionId,
      int attempt,
      String stream,
      String logs,
      long offset,
      long nextOffset,
      boolean complete,
      String logsUrl) {}

  void logs(Context ctx) {
    var caller = callers.of(ctx);
    JobId id = JobRoutes.id(ctx);
    LogSource log = new JobLog(id, caller, getJob, readLogs);
    LogAsked asked = LogAsked.of(ctx, log, LogStream.STDOUT);
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
            slice.complete(),
            links.logs(ctx, id)));
  }
}
