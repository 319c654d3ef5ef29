package io.switchyard.app.http;

import io.javalin.http.Context;
import io.switchyard.domain.job.JobId;
import io.switchyard.ports.job.LogQuery;
import io.switchyard.ports.job.LogSlice;
import io.switchyard.ports.job.LogStream;
import io.switchyard.ports.job.ReadJobLogs;
import java.util.Locale;
import java.util.Map;

/** {@code GET /api/v1/jobs/{id}/logs}: one piece of a log, or all of it as it grows. */
final class LogRoute {

  private static final Map<String, LogStream> STREAMS =
      Map.of("stdout", LogStream.STDOUT, "stderr", LogStream.STDERR);

  private final ReadJobLogs readLogs;
  private final LogFollowers followers;
  private final Callers callers;
  private final Links links;

  LogRoute(ReadJobLogs readLogs, LogFollowers followers, Callers callers, Links links) {
    this.readLogs = readLogs;
    this.followers = followers;
    this.callers = callers;
    this.links = links;
  }

  private record Asked(LogQuery query, boolean follow) {}

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
    Asked asked = asked(ctx);
    if (asked.follow()) {
      followers.follow(ctx, new LogFeed.Wanted(id, asked.query(), caller));
      return;
    }
    LogSlice slice = readLogs.read(id, asked.query(), caller).orElseThrow(() -> NoSuchJob.of(id));
    Replies.ok(
        ctx,
        new Piece(
            id.value(),
            slice.execution().value(),
            slice.attempt(),
            asked.query().stream().name().toLowerCase(Locale.ROOT),
            slice.text(),
            slice.offset(),
            slice.nextOffset(),
            slice.complete(),
            links.logs(ctx, id)));
  }

  private static Asked asked(Context ctx) {
    return Query.read(
        ctx,
        in -> {
          var stream = in.optional("stream", Query.oneOf(STREAMS), LogStream.STDOUT);
          var offset = in.optional("offset", Query.number(0, Long.MAX_VALUE));
          var tail = in.optional("tail_lines", Query.number(1, LogQuery.MAX_LINES));
          var attempt = in.optional("attempt", Query.number(1, Integer.MAX_VALUE));
          var follow = in.optional("follow", Query.flag(), false);
          return in.build(
              () ->
                  new Asked(
                      new LogQuery(
                          stream.get(),
                          offset.get().orElse(null),
                          tail.get().map(Long::intValue).orElse(null),
                          attempt.get().map(Long::intValue).orElse(null)),
                      follow.get()));
        });
  }
}
