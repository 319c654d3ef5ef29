package io.switchyard.app.grpc;

import io.grpc.stub.ServerCallStreamObserver;
import io.switchyard.app.http.JobView;
import io.switchyard.domain.job.Execution;
import io.switchyard.domain.job.Job;
import io.switchyard.domain.team.Caller;
import io.switchyard.grpc.v1.JobServiceGrpc;
import io.switchyard.grpc.v1.StatusChange;

/**
 * One call that watches a job. A client that takes nothing for a while misses what came between,
 * and never the end.
 */
final class Watcher {

  private final Caller caller;
  private final ServerCallStreamObserver<StatusChange> out;
  private final Streams streams;
  private StatusChange told = StatusChange.getDefaultInstance();
  private boolean gone;

  Watcher(Caller caller, ServerCallStreamObserver<StatusChange> out, Streams streams) {
    this.caller = caller;
    this.out = out;
    this.streams = streams;
  }

  Caller caller() {
    return caller;
  }

  /** Tells what has changed; whether there is no more to tell. */
  synchronized boolean see(Job job) {
    StatusChange change = change(job);
    if (gone() || !out.isReady()) {
      return gone;
    }
    if (!same(change, told)) {
      told = change;
      out.onNext(change);
    }
    if (job.status().terminal()) {
      gone = true;
      if (streams.ended(out)) {
        out.onCompleted();
      }
    }
    return gone;
  }

  synchronized void fail(RuntimeException why) {
    gone = true;
    if (streams.ended(out)) {
      out.onError(Statuses.of(why, JobServiceGrpc.getWatchMethod().getFullMethodName()));
    }
  }

  synchronized boolean gone() {
    gone = gone || !streams.open(out);
    return gone;
  }

  /** A failed launch that is tried again moves the time alone, which is no news. */
  private static boolean same(StatusChange a, StatusChange b) {
    return a.toBuilder().clearTime().build().equals(b.toBuilder().clearTime().build());
  }

  private static StatusChange change(Job job) {
    Execution current = job.current();
    StatusChange.Builder change =
        StatusChange.newBuilder()
            .setJobId(job.id().value())
            .setExecutionId(current.id().value())
            .setStatus(JobCalls.status(job.status()))
            .setAttempt(current.attempt())
            .setTime(Messages.timestamp(current.state().since()));
    String message = JobView.message(current.state());
    String error = JobView.error(current.state());
    if (message != null) {
      change.setMessage(message);
    }
    if (error != null) {
      change.setErrorMessage(error);
    }
    return change.build();
  }
}
