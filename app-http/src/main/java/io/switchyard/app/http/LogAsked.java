package io.switchyard.app.http;

import io.javalin.http.Context;
import io.switchyard.ports.job.LogQuery;
import io.switchyard.ports.job.LogStream;
import java.util.Locale;
import java.util.Map;

/** What the query parameters of a request for a log say. */
record LogAsked(LogQuery query, boolean follow) {

  private static final Map<String, LogStream> STREAMS =
      Map.of("stdout", LogStream.STDOUT, "stderr", LogStream.STDERR);

  /**
   * Reads them.
   *
   * @param stream where none is named
   */
  static LogAsked of(Context ctx, LogSource log, LogStream stream) {
    return Query.read(
        ctx,
        in -> {
          var named = in.optional("stream", Query.oneOf(STREAMS), stream);
          var offset = in.optional("offset", Query.number(0, Long.MAX_VALUE));
          var tail = in.optional("tail_lines", Query.number(1, LogQuery.MAX_LINES));
          var run = in.optional(log.run(), Query.number(1, Integer.MAX_VALUE));
          var follow = in.optional("follow", Query.flag(), false);
          return in.build(
              () ->
                  new LogAsked(
                      new LogQuery(
                          named.get(),
                          offset.get().orElse(null),
                          tail.get().map(Long::intValue).orElse(null),
                          run.get().map(Long::intValue).orElse(null)),
                      follow.get()));
        });
  }

  /** The word of the stream. */
  String stream() {
    return query.stream().name().toLowerCase(Locale.ROOT);
  }
}
