package io.switchyard.ports.job;

import io.switchyard.domain.job.Job;
import io.switchyard.domain.job.Timeline;

/** Tells what became of a job so far. */
public final class GetTimeline {

  private final Events events;

  public GetTimeline(Events events) {
    this.events = events;
  }

  /**
   * The timeline of a job that the caller was shown. It is read after the job, so it may be a
   * moment ahead of it. Blocks for the store.
   */
  public Timeline of(Job job) {
    return Timeline.of(
        job, events.latest(job.id(), Timeline.MOST + 1).stream().map(StoredEvent::event).toList());
  }
}
