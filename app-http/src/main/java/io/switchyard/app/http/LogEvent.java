package io.switchyard.app.http;

import io.switchyard.domain.job.ExecutionId;
import io.switchyard.domain.job.Job;
import io.switchyard.domain.job.JobId;
import org.jspecify.annotations.Nullable;

/** What a follower of a log is told. */
public sealed interface LogEvent {

  /** Gives what the event's own method of {@code cases} returns. */
  <T> T fold(Cases<T> cases);

  /** One method per event. */
  interface Cases<T> {
    T text(Text event);

    T attempt(Attempt event);

    T remark(Remark event);

    T end(End event);
  }

  /**
   * More of the log.
   *
   * @param text whole lines where that is possible; not empty
   * @param offset where it begins, in bytes
   * @param nextOffset where to read on
   */
  record Text(ExecutionId execution, String text, long offset, long nextOffset)
      implements LogEvent {
    @Override
    public <T> T fold(Cases<T> cases) {
      return cases.text(this);
    }
  }

  /** The job is tried again; what follows is the log of this execution, from its beginning. */
  record Attempt(ExecutionId execution, int attempt) implements LogEvent {
    @Override
    public <T> T fold(Cases<T> cases) {
      return cases.attempt(this);
    }
  }

  /** Nothing new; said for the sake of saying something. */
  record Remark(String text) implements LogEvent {
    @Override
    public <T> T fold(Cases<T> cases) {
      return cases.remark(this);
    }
  }

  /**
   * The last event.
   *
   * @param now the job as it ended; null if that cannot be known
   * @param message why the log ends before its end; empty if it does not
   */
  record End(JobId job, @Nullable Job now, String message) implements LogEvent {
    @Override
    public <T> T fold(Cases<T> cases) {
      return cases.end(this);
    }
  }
}
