package io.switchyard.ports.job;

import io.switchyard.domain.job.ExecutionId;
import io.switchyard.domain.job.JobId;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;

/** Ids that count up, unlike those of any other instance with another start. */
public final class SequentialIds implements JobIds {

  private final AtomicLong next;

  public SequentialIds() {
    this(1);
  }

  /**
   * @param first 0 or more
   */
  public SequentialIds(long first) {
    this.next = new AtomicLong(first);
  }

  @Override
  public JobId nextJob() {
    return new JobId("job-" + digits());
  }

  @Override
  public ExecutionId nextExecution() {
    return new ExecutionId("exec-" + digits());
  }

  @Override
  public String nextToken() {
    return "token-" + digits();
  }

  private String digits() {
    return String.format(Locale.ROOT, "%026d", next.getAndIncrement());
  }
}
