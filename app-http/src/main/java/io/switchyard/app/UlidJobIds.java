package io.switchyard.app;

import com.github.f4b6a3.ulid.UlidCreator;
import io.switchyard.domain.job.ExecutionId;
import io.switchyard.domain.job.JobId;
import io.switchyard.ports.job.JobIds;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Locale;

/** Ids from ULIDs, which grow within one process even inside one millisecond. */
final class UlidJobIds implements JobIds {

  private static final int TOKEN_BYTES = 32;

  private final SecureRandom random = new SecureRandom();

  @Override
  public JobId nextJob() {
    return new JobId("job-" + ulid());
  }

  @Override
  public ExecutionId nextExecution() {
    return new ExecutionId("exec-" + ulid());
  }

  @Override
  public String nextToken() {
    byte[] bytes = new byte[TOKEN_BYTES];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static String ulid() {
    return UlidCreator.getMonotonicUlid().toString().toLowerCase(Locale.ROOT);
  }
}
