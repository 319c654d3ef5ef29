package io.switchyard.ports.job;

import io.switchyard.domain.input.Violation;
import io.switchyard.domain.job.Job;
import io.switchyard.domain.job.JobId;
import io.switchyard.domain.team.Team;
import java.time.Duration;
import java.util.List;

/** The answer to a submission. */
public sealed interface Submission {

  /** Gives what the answer's own method of {@code cases} returns. */
  <T> T fold(Cases<T> cases);

  /** One method per answer, so that a new answer does not compile until everyone handles it. */
  interface Cases<T> {
    T accepted(Accepted answer);

    T repeated(Repeated answer);

    T keyTaken(KeyTaken answer);

    T refused(Refused answer);

    T callbackRefused(CallbackRefused answer);

    T notYourTeam(NotYourTeam answer);

    T overLimit(OverLimit answer);

    T queueFull(QueueFull answer);
  }

  /**
   * The job is durable and will run.
   *
   * @param notes what will be done otherwise than asked, as sentences for the user
   */
  record Accepted(Job job, List<String> notes) implements Submission {
    public Accepted {
      notes = List.copyOf(notes);
    }

    @Override
    public <T> T fold(Cases<T> cases) {
      return cases.accepted(this);
    }
  }

  /** The same request with the same idempotency key was accepted before; this is its job. */
  record Repeated(Job job) implements Submission {
    @Override
    public <T> T fold(Cases<T> cases) {
      return cases.repeated(this);
    }
  }

  /**
   * Another request of the team has this idempotency key.
   *
   * @param holder the job that has it
   * @param differing the fields in which the two requests differ, as the API names them
   */
  record KeyTaken(JobId holder, List<String> differing) implements Submission {
    public KeyTaken {
      differing = List.copyOf(differing);
    }

    @Override
    public <T> T fold(Cases<T> cases) {
      return cases.keyTaken(this);
    }
  }

  /** No backend could ever run it, for these reasons. */
  record Refused(List<Violation> violations) implements Submission {
    public Refused {
      violations = List.copyOf(violations);
    }

    @Override
    public <T> T fold(Cases<T> cases) {
      return cases.refused(this);
    }
  }

  /** Nobody would be told at the URL that the request gives, for this reason. */
  record CallbackRefused(Violation violation) implements Submission {
    @Override
    public <T> T fold(Cases<T> cases) {
      return cases.callbackRefused(this);
    }
  }

  /** The caller may not submit jobs for this team. */
  record NotYourTeam(Team team) implements Submission {
    @Override
    public <T> T fold(Cases<T> cases) {
      return cases.notYourTeam(this);
    }
  }

  /** It alone is more than its team may use at once, so it could never start. */
  record OverLimit(List<Violation> violations) implements Submission {
    public OverLimit {
      violations = List.copyOf(violations);
    }

    @Override
    public <T> T fold(Cases<T> cases) {
      return cases.overLimit(this);
    }
  }

  /**
   * As many jobs of the team stand in line as may; nothing was taken on.
   *
   * @param limit how many may
   * @param retryAfter when there may be room again
   */
  record QueueFull(Team team, int limit, Duration retryAfter) implements Submission {
    @Override
    public <T> T fold(Cases<T> cases) {
      return cases.queueFull(this);
    }
  }
}
