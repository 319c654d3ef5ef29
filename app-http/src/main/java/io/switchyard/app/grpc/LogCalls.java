package io.switchyard.app.grpc;

import static io.switchyard.domain.input.InputReader.bool;
import static io.switchyard.domain.input.InputReader.oneOf;
import static io.switchyard.domain.input.InputReader.wholeNumber;

import io.grpc.stub.ServerCallStreamObserver;
import io.switchyard.app.http.ClusterLog;
import io.switchyard.app.http.JobLog;
import io.switchyard.app.http.LogFeed;
import io.switchyard.app.http.LogSource;
import io.switchyard.domain.input.InputObject;
import io.switchyard.domain.team.Caller;
import io.switchyard.grpc.v1.ClusterLogsRequest;
import io.switchyard.grpc.v1.ClusterServiceGrpc;
import io.switchyard.grpc.v1.JobServiceGrpc;
import io.switchyard.grpc.v1.LogChunk;
import io.switchyard.grpc.v1.LogsRequest;
import io.switchyard.grpc.v1.OutputStream;
import io.switchyard.ports.cluster.ListServers;
import io.switchyard.ports.cluster.ReadServerLogs;
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
  private final ReadJobLogs readJobLogs;
  private final ListServers listServers;
  private final ReadServerLogs readServerLogs;
  private final Streams streams;
  private final InstantSource clock;

  LogCalls(
      GetJob getJob,
      ReadJobLogs readJobLogs,
      ListServers listServers,
      ReadServerLogs readServerLogs,
      Streams streams,
      InstantSource clock) {
    this.getJob = getJob;
    this.readJobLogs = readJobLogs;
    this.listServers = listServers;
    this.readServerLogs = readServerLogs;
    this.streams = streams;
    this.clock = clock;
  }

  private record Asked(LogQuery query, boolean follow) {}

  void ofJob(LogsRequest request, Caller caller, ServerCallStreamObserver<LogChunk> out) {
    Map<String, Object> tree = Messages.tree(request);
    LogSource log = new JobLog(JobCalls.id(tree), caller, getJob, readJobLogs);
    tree.remove("job_id");
    Asked asked = InputObject.readRoot(tree, in -> asked(in, log, LogStream.STDOUT));
    answer(log, asked, out, JobServiceGrpc.getLogsMethod().getFullMethodName());
  }

  /** Servers write to their standard error. */
  void ofCluster(
      ClusterLogsRequest request, Caller caller, ServerCallStreamObserver<LogChunk> out) {
    Map<String, Object> tree = Messages.tree(request);
    LogSource log = new ClusterLog(ClusterCalls.id(tree), caller, listServers, readServerLogs);
    Asked asked = InputObject.readRoot(tree, in -> asked(in, log, LogStream.STDERR));
    answer(log, asked, out, ClusterServiceGrpc.getLogsMethod().getFullMethodName());
  }

  private void answer(
      LogSource log, Asked asked, ServerCallStreamObserver<LogChunk> out, String method) {
    if (asked.follow()) {
      if (log.standing().isEmpty()) {
        throw log.noSuch();
      }
      LogFeed feed = new LogFeed(log, asked.query(), clock, null);
      new FollowedLog(feed, stream(asked.query()), out, streams, method).begin();
      return;
    }
    LogSlice slice = log.read(asked.query()).orElseThrow(log::noSuch);
    out.onNext(piece(slice, stream(asked.query())));
    out.onCompleted();
  }

  private static Asked asked(InputObject in, LogSource log, LogStream otherwise) {
    var stream = in.optional("stream", oneOf(STREAMS), otherwise);
    var offset = in.optional("offset", wholeNumber(0, Long.MAX_VALUE));
    var tail = in.optional("tail_lines", wholeNumber(1, LogQuery.MAX_LINES));
    var run = in.optional(log.run(), wholeNumber(1, Integer.MAX_VALUE));
    var follow = in.optional("follow", bool(), false);
    return in.build(
        () ->
            new Asked(
                new LogQuery(
                    stream.get(),
                    offset.get().orElse(null),
                    tail.get().map(Long::intValue).orElse(null),
                    run.get().map(Long::intValue).orElse(null)),
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
