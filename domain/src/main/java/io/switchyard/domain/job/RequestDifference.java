package io.switchyard.domain.job;

import io.switchyard.domain.input.TreeDifference;
import java.util.List;

/** Names the fields in which two requests differ. */
public final class RequestDifference {

  private RequestDifference() {}

  /** Paths as the API names them, such as {@code config.spark_version}, sorted; empty if equal. */
  public static List<String> between(JobRequest one, JobRequest other) {
    return TreeDifference.between(JobRequestForm.write(one), JobRequestForm.write(other));
  }
}
