package io.switchyard.domain.job;

/**
 * Whether an ended execution is followed by another attempt. Only an execution whose driver surely
 * never ran is tried again, because then nothing can be done twice.
 *
 * @param maxAttempts attempts in all, 1 or more
 */
public record AttemptPolicy(int maxAttempts) {

  public static final AttemptPolicy DEFAULT = new AttemptPolicy(5);

  public boolean triesAgain(Execution execution) {
    return execution.state() instanceof Ended ended
        && ended.neverRan()
        && execution.attempt() < maxAttempts;
  }
}
