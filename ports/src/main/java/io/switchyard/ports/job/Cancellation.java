package io.switchyard.ports.job;

import io.switchyard.domain.job.Job;

/** The answer to a cancel. */
public sealed interface Cancellation {

  /** Gives what the answer's own method of {@code cases} returns. */
  <T> T fold(Cases<T> cases);

  /** One method per answer. */
  interface Cases<T> {
    T underWay(UnderWay answer);

    T done(Done answer);

    T tooLate(TooLate answer);

    T notAllowed(NotAllowed answer);

    T notFound();
  }

  /** The driver was asked to end, now or before; the job is cancelled once it is gone. */
  record UnderWay(Job job) implements Cancellation {
    @Override
    public <T> T fold(Cases<T> cases) {
      return cases.underWay(this);
    }
  }

  /** The job is cancelled; no driver of it had been started. */
  record Done(Job job) implements Cancellation {
    @Override
    public <T> T fold(Cases<T> cases) {
      return cases.done(this);
    }
  }

  /** The job had ended already, and stays as it is. */
  record TooLate(Job job) implements Cancellation {
    @Override
    public <T> T fold(Cases<T> cases) {
      return cases.tooLate(this);
    }
  }

  /** The caller may see the job but not change it. */
  record NotAllowed(Job job) implements Cancellation {
    @Override
    public <T> T fold(Cases<T> cases) {
      return cases.notAllowed(this);
    }
  }

  /** There is no such job, or none that the caller may know of. */
  record NotFound() implements Cancellation {
    @Override
    public <T> T fold(Cases<T> cases) {
      return cases.notFound();
    }
  }
}
