package io.switchyard.app.http;

import io.switchyard.domain.job.ExecutionId;
import java.util.Map;

/** What a follower of a log is told. */
public sealed interface LogEvent {

  /** Gives what the event's own method of {@code cases} returns. */
  <T> T fold(Cases<T> cases);

  /** One method per event. */
  interface Cases<T> {
    T text(Text event);

    T next(Next event);

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

  /**
   * Another driver follows; what comes is its log, from its beginning.
   *
   * @param word what drivers are called here: {@code attempt} or {@code server}
   * @param number of the driver
   */
  record Next(ExecutionId execution, String word, int number) implements LogEvent {

    @Override
    public <T> T fold(Cases<T> cases) {
      return cases.next(this);
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
   * @param told whose log it was and how that ended, as far as it can be known
   * @param message why the log ends before its end; empty if it does not
   */
  record End(Map<String, Object> told, String message) implements LogEvent {
    @Override
    public <T> T fold(Cases<T> cases) {
      return cases.end(this);
    }
  }
}
