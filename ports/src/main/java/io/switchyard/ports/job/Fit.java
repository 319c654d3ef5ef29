package io.switchyard.ports.job;

import io.switchyard.domain.input.Violation;
import io.switchyard.domain.job.SparkVersion;
import java.util.List;

/** What a backend would make of a request. */
public sealed interface Fit {

  /**
   * It would run it.
   *
   * @param sparkVersion the release it would run on
   * @param notes what it would do otherwise than asked, as sentences for the user
   */
  record Runs(SparkVersion sparkVersion, List<String> notes) implements Fit {
    public Runs {
      notes = List.copyOf(notes);
    }
  }

  /**
   * It could never run it.
   *
   * @param violations at least one, with fields as the API names them
   */
  record Refuses(List<Violation> violations) implements Fit {
    public Refuses {
      violations = List.copyOf(violations);
    }
  }
}
