package io.switchyard.ports.job;

import io.switchyard.domain.job.JobId;
import io.switchyard.domain.team.Caller;
import java.util.Optional;

/** Tells what happened to one job. */
public final class ListJobEvents {

  private final Jobs jobs;
  private final Events events;

  public ListJobEvents(Jobs jobs, Events events) {
    this.jobs = jobs;
    this.events = events;
  }

  /**
   * The job's events after {@code after}, oldest first; empty if there is no such job, or none that
   * the caller may know of. Blocks for the store.
   *
   * @param limit 1 to {@link ListEvents#MAX_LIMIT}
   */
  public Optional<EventPage> list(JobId job, EventCursor after, int limit, Caller by) {
    ListEvents.requireLimit(limit);
    return jobs.find(job)
        .filter(found -> by.mayRead(found.request().team()))
        .map(found -> EventPage.after(after, events.of(job, after, limit)));
  }
}
