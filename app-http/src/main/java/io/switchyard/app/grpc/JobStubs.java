package io.switchyard.app.grpc;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.switchyard.domain.job.JobId;
import io.switchyard.grpc.v1.CancelRequest;
import io.switchyard.grpc.v1.CancelResponse;
import io.switchyard.grpc.v1.Forecast;
import io.switchyard.grpc.v1.GetRequest;
import io.switchyard.grpc.v1.Job;
import io.switchyard.grpc.v1.JobServiceGrpc;
import io.switchyard.grpc.v1.ListRequest;
import io.switchyard.grpc.v1.ListResponse;
import io.switchyard.grpc.v1.LogChunk;
import io.switchyard.grpc.v1.LogsRequest;
import io.switchyard.grpc.v1.StatusChange;
import io.switchyard.grpc.v1.SubmitRequest;
import io.switchyard.grpc.v1.SubmitResponse;
import io.switchyard.grpc.v1.WatchRequest;

/** The service as gRPC calls it. What a method throws is answered by {@link CallGuard}. */
final class JobStubs extends JobServiceGrpc.JobServiceImplBase {

  private final JobCalls jobs;
  private final LogCalls logs;
  private final Watched<JobId, ?, StatusChange> watched;

  JobStubs(JobCalls jobs, LogCalls logs, Watched<JobId, ?, StatusChange> watched) {
    this.jobs = jobs;
    this.logs = logs;
    this.watched = watched;
  }

  @Override
  public void submit(SubmitRequest request, StreamObserver<SubmitResponse> out) {
    answer(out, jobs.submit(request, CallGuard.caller()));
  }

  @Override
  public void explain(SubmitRequest request, StreamObserver<Forecast> out) {
    answer(out, jobs.explain(request, CallGuard.caller()));
  }

  @Override
  public void get(GetRequest request, StreamObserver<Job> out) {
    answer(out, jobs.get(request, CallGuard.caller()));
  }

  @Override
  public void list(ListRequest request, StreamObserver<ListResponse> out) {
    answer(out, jobs.list(request, CallGuard.caller()));
  }

  @Override
  public void cancel(CancelRequest request, StreamObserver<CancelResponse> out) {
    answer(out, jobs.cancel(request, CallGuard.caller()));
  }

  @Override
  public void logs(LogsRequest request, StreamObserver<LogChunk> out) {
    logs.ofJob(request, CallGuard.caller(), (ServerCallStreamObserver<LogChunk>) out);
  }

  @Override
  public void watch(WatchRequest request, StreamObserver<StatusChange> out) {
    watched.watch(
        JobCalls.id(Messages.tree(request)),
        CallGuard.caller(),
        (ServerCallStreamObserver<StatusChange>) out);
  }

  private static <A> void answer(StreamObserver<A> out, A answer) {
    out.onNext(answer);
    out.onCompleted();
  }
}
