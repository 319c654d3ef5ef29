package io.switchyard.app.grpc;

import io.switchyard.app.http.JobView;
import io.switchyard.app.http.NoSuchJob;
import io.switchyard.domain.job.Execution;
import io.switchyard.domain.job.Job;
import io.switchyard.domain.job.JobId;
import io.switchyard.domain.team.Caller;
import io.switchyard.grpc.v1.JobServiceGrpc;
import io.switchyard.grpc.v1.StatusChange;
import io.switchyard.ports.job.GetJob;
import java.util.Optional;

/** What is told to those who watch a job: where it stands. */
record WatchedJobs(GetJob getJob) implements Watched.Kind<JobId, Job, StatusChange> {

  @Override
  public Optional<Job> find(JobId id, Caller caller) {
    return getJob.get(id, caller);
  }

  @Override
  public RuntimeException noSuch(JobId id) {
    return NoSuchJob.of(id);
  }

  @Override
  public StatusChange tell(Job job) {
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

  /** A failed launch that is tried again moves the time alone, which is no news. */
  @Override
  public StatusChange news(StatusChange told) {
    return told.toBuilder().clearTime().build();
  }

  @Override
  public boolean over(Job job) {
    return job.status().terminal();
  }

  @Override
  public String method() {
    return JobServiceGrpc.getWatchMethod().getFullMethodName();
  }
}
