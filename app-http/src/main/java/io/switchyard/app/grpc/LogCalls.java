package io.switchyard.app.grpc;

import static io.switchyard.domain.input.InputReader.bool;
import static io.switchyard.domain.input.InputReader.oneOf;
import static io.switchyard.domain.input.InputReader.text;
import static io.switchyard.domain.input.InputReader.wholeNumber;

import io.grpc.stub.ServerCallStreamObserver;
import io.switchyard.app.http.LogFeed;
import io.switchyard.app.http.NoSuchJob;
import io.switchyard.domain.input.InputObject;
import io.switchyard.domain.job.JobId;
import io.switchyard.domain.team.Caller;
import io.switchyard.grpc.v1.LogChunk;
import io.switchyard.grpc.v1.LogsRequest;
import io.switchyard.grpc.v1.OutputStream;
import io.switchyard.ports.job.GetJob;
import io.switchyard.ports.job.LogQuery;
import io.switchyard.ports.job.LogSlice;
import io.switchyard.ports.job.LogStream;
import io.switchyard.ports.job.ReadJobLogs;
import java.time.InstantSource;
import java.util.Map;

/** One piece of a log, or all of it as it grows. */
final class LogCalls {

  private static final Map<String, LogStream> STREAMS =
      Map.of("STDOUT", LogStream.STDOUT, "STDERR", LogStream.STDERR);

  private final GetJob getJob;
  private final ReadJobLogs readLogs;
  private final Streams streams;
  private final InstantSource clock;

  LogCalls(GetJob getJob, ReadJobLogs readLogs, Streams streams, InstantSource clock) {
    this.getJob = getJob;
    this.readLogs = readLogs;
    this.streams = streams;
    this.clock = clock;
  }

  private record Asked(LogQuery query, boolean follow) {}

  void logs(LogsRequest request, Caller caller, ServerCallStreamObserver<LogChunk> out) {
    Map<String, Object> tree = Messages.tree(request);
    JobId id = JobCalls.id(tree);
    Asked asked = InputObject.readRoot(tree, LogCalls::asked);
    if (asked.follow()) {
      follow(new LogFeed.Wanted(id, asked.query(), caller), out);
      return;
    }
    LogSlice slice = readLogs.read(id, asked.query(), caller).orElseThrow(() -> NoSuchJob.of(id));
    out.onNext(piece(slice, stream(asked.query())));
    out.onCompleted();
  }

  private void follow(LogFeed.Wanted wanted, ServerCallStreamObserver<LogChunk> out) {
    if (getJob.get(wanted.job(), wanted.caller()).isEmpty()) {
      throw NoSuchJob.of(wanted.job());
    }
    LogFeed feed = new LogFeed(getJob, readLogs, clock, wanted, null);
    new FollowedLog(feed, stream(wanted.query()), out, streams).begin();
  }

  private static Asked asked(InputObject in) {
    in.optional("job_id", text());
    var stream = in.optional("stream", oneOf(STREAMS), LogStream.STDOUT);
    var offset = in.optional("offset", wholeNumber(0, Long.MAX_VALUE));
    var tail = in.optional("tail_lines", wholeNumber(1, LogQuery.MAX_LINES));
    var attempt = in.optional("attempt", wholeNumber(1, Integer.MAX_VALUE));
    var follow = in.optional("follow", bool(), false);
    return in.build(
        () ->
            new Asked(
                new LogQuery(
                    stream.get(),
                    offset.get().orElse(null),
                    tail.get().map(Long::intValue).orElse(null),
                    attempt.get().map(Long::intValue).orElse(null)),
                follow.get()));
  }

  private static OutputStream stream(LogQuery query) {
    return OutputStream.valueOf("OUTPUT_STREAM_" + query.stream().name());
  }

  private static LogChunk piece(LogSlice slice, OutputStream stream) {
    return LogChunk.newBuilder()
        .setExecutionId(slice.execution().value())
        .setStream(stream)
        .setText(slice.text())
        .setOffset(slice.offset())
        .setNextOffset(slice.nextOffset())
        .setComplete(slice.complete())
        .build();
  }
}
