package io.switchyard.domain.job;

import java.util.ArrayList;
import java.util.List;

/**
 * What became of a job so far: its events or, where those are not kept any more, what its attempts
 * still tell of their begin and end.
 *
 * @param entries oldest first
 * @param cut whether earlier ones were left out
 */
public record Timeline(List<JobEvent> entries, boolean cut) {

  /** How many entries there are at most. */
  public static final int MOST = 100;

  public Timeline {
    entries = List.copyOf(entries);
  }

  /**
   * The timeline of {@code job}.
   *
   * @param newest its newest events, oldest first: all that there are, or more than {@link #MOST}
   */
  public static Timeline of(Job job, List<JobEvent> newest) {
    if (newest.size() > MOST) {
      return new Timeline(newest.subList(newest.size() - MOST, newest.size()), true);
    }
    if (!newest.isEmpty() && newest.get(0).type() == JobEventType.ACCEPTED) {
      return new Timeline(newest, false);
    }
    // Events go oldest first, so whatever is not among them was before them.
    List<JobEvent> entries = new ArrayList<>(known(job));
    entries.removeIf(known -> newest.stream().anyMatch(event -> same(known, event)));
    entries.addAll(newest);
    int most = Math.max(0, entries.size() - MOST);
    return new Timeline(entries.subList(most, entries.size()), most > 0);
  }

  private static boolean same(JobEvent one, JobEvent other) {
    return one.attempt() == other.attempt() && one.type() == other.type();
  }

  /** What the attempts of a job tell without its events. */
  private static List<JobEvent> known(Job job) {
    Execution first = job.executions().get(0);
    List<JobEvent> known = new ArrayList<>();
    known.add(JobEvent.of(first, JobEventType.ACCEPTED, job.submittedAt(), ""));
    Execution before = null;
    for (Execution attempt : job.executions()) {
      if (before != null && before.endedAt() != null) {
        known.add(JobEvent.of(attempt, JobEventType.PENDING, before.endedAt(), ""));
      }
      if (attempt.startedAt() != null) {
        known.add(JobEvent.of(attempt, JobEventType.RUNNING, attempt.startedAt(), ""));
      }
      if (attempt.state() instanceof Ended end) {
        boolean last = attempt.equals(job.current());
        var type = last ? JobEventType.entering(end.status()) : JobEventType.ATTEMPT_FAILED;
        known.add(JobEvent.of(attempt, type, end.since(), end.message()));
      }
      before = attempt;
    }
    return known;
  }
}
