package io.switchyard.adapters.callbacks;

import io.switchyard.domain.job.BackendHandle;
import io.switchyard.domain.job.Execution;
import io.switchyard.domain.job.ExecutionState;
import io.switchyard.domain.job.ExecutionState.OnBackend;
import io.switchyard.domain.job.ExecutionState.Pending;
import io.switchyard.domain.job.Job;
import io.switchyard.domain.job.Observation;
import io.switchyard.domain.job.Observation.Phase;
import io.switchyard.domain.job.StopReason;
import io.switchyard.ports.job.JobExamples;
import io.switchyard.ports.job.SequentialIds;
import java.time.Instant;
import java.util.List;

/** Jobs that have ended. */
final class EndedJobs {

  static final Instant T0 = Instant.parse("2026-03-01T10:00:00Z");
  static final Instant START = T0.plusSeconds(1);
  static final Instant END = T0.plusSeconds(61);

  private EndedJobs() {}

  static Job succeeded() {
    return in(running().observed(Observation.of(Phase.SUCCEEDED), END));
  }

  static Job failed(String why) {
    return in(running().observed(new Observation(Phase.LOST, why), END));
  }

  static Job cancelled() {
    return in(new Pending(T0, "").stop(StopReason.cancelled("cancelled by anna"), END));
  }

  private static OnBackend running() {
    return (OnBackend)
        new Pending(T0, "")
            .launching(T0)
            .submitted(new BackendHandle("4.1.2/driver-1"), T0)
            .observed(Observation.of(Phase.RUNNING), START);
  }

  private static Job in(ExecutionState state) {
    Job job = JobExamples.job(JobExamples.request(), new SequentialIds(), T0);
    Execution last = job.current().in(state);
    return new Job(job.id(), job.request(), job.submittedAt(), List.of(last));
  }
}
