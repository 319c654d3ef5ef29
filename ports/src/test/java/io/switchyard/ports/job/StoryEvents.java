package io.switchyard.ports.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchyard.domain.job.Job;
import io.switchyard.domain.job.JobEvent;
import io.switchyard.domain.job.JobEventType;
import io.switchyard.domain.job.JobStatus;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Whether the events of a job tell one story without gaps that ends where the job stands. */
final class StoryEvents {

  private StoryEvents() {}

  static void check(Job job, List<JobEvent> events) {
    String story = events.stream().map(e -> e.attempt() + " " + e.type()).toList().toString();
    JobStatus stands = JobStatus.PENDING;
    int attempt = 1;
    boolean betweenAttempts = false;
    Set<JobEventType> seen = EnumSet.noneOf(JobEventType.class);
    for (int i = 0; i < events.size(); i++) {
      JobEvent event = events.get(i);
      JobEventType type = event.type();
      assertThat(type == JobEventType.ACCEPTED).as(story).isEqualTo(i == 0);
      assertThat(type == JobEventType.PENDING).as(story).isEqualTo(betweenAttempts);
      if (type == JobEventType.PENDING) {
        attempt++;
        seen.clear();
      }
      assertThat(event.attempt()).as(story).isEqualTo(attempt);
      assertThat(event.execution()).as(story).isEqualTo(job.executions().get(attempt - 1).id());
      assertThat(seen.add(type)).as("%s is new in %s", type, story).isTrue();
      assertThat(type != JobEventType.RUNNING || seen.contains(JobEventType.SUBMITTED))
          .as("submitted before it ran: %s", story)
          .isTrue();
      assertThat(i == 0 || !event.at().isBefore(events.get(i - 1).at())).as(story).isTrue();
      assertThat(i == events.size() - 1 || !type.ends()).as("the last: " + story).isTrue();
      betweenAttempts = type == JobEventType.ATTEMPT_FAILED;
      stands = after(type, stands);
    }
    assertThat(stands).as(story).isEqualTo(job.status());
    assertThat(attempt).as(story).isEqualTo(job.executions().size());
  }

  private static JobStatus after(JobEventType type, JobStatus before) {
    return switch (type) {
      case ACCEPTED, PENDING, ADMITTED, MOVED, ATTEMPT_FAILED -> JobStatus.PENDING;
      case STOP_REQUESTED -> before;
      case SUBMITTED -> JobStatus.SUBMITTED;
      case RUNNING -> JobStatus.RUNNING;
      case SUCCEEDED -> JobStatus.SUCCEEDED;
      case FAILED -> JobStatus.FAILED;
      case CANCELLED -> JobStatus.CANCELLED;
      case TIMEOUT -> JobStatus.TIMEOUT;
    };
  }
}
