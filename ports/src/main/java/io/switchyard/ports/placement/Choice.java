package io.switchyard.ports.placement;

import io.switchyard.domain.input.Violation;
import io.switchyard.domain.job.SparkVersion;
import io.switchyard.domain.placement.Placement;
import java.util.List;

/** Where a request goes. */
public sealed interface Choice {

  /**
   * It goes there.
   *
   * @param backend the one that the placement names
   * @param sparkVersion the release it will run on there
   * @param notes what will be done otherwise than asked, as sentences for the user
   */
  record Chosen(Placement placement, Backend backend, SparkVersion sparkVersion, List<String> notes)
      implements Choice {
    public Chosen {
      notes = List.copyOf(notes);
    }
  }

  /**
   * No backend could ever take it.
   *
   * @param violations at least one, with fields as the API names them
   */
  record Refused(List<Violation> violations) implements Choice {
    public Refused {
      violations = List.copyOf(violations);
    }
  }
}
