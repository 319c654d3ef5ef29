package io.switchyard.domain.job.admission;

import io.switchyard.domain.job.ExecutionId;
import io.switchyard.domain.placement.BackendId;
import io.switchyard.domain.team.TeamQuotas;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Who is let through next.
 *
 * <ul>
 *   <li>A line (of one team, in one lane) is served strictly in its order, so a big job at its head
 *       is not overtaken.
 *   <li>Of a team's lines the one whose first has stood longest is served first. If that one does
 *       not fit into what the team may use, the team waits, and only this team.
 *   <li>At most {@code window} in a lane are let through and not yet on the backend. A lane that is
 *       full holds up its own lines alone.
 *   <li>Of teams that could go on, the one that uses least for its weight goes next, by cores or
 *       memory, whichever it uses more of; then the one whose next has stood longest.
 *   <li>One that could not start if its team used nothing at all (a limit was lowered since it was
 *       taken on) is passed over, and holds up nobody.
 * </ul>
 *
 * @param quotas what each team may use
 * @param window 1 or more
 * @param backends those that are there; nobody is let through to another
 */
public record AdmissionPolicy(TeamQuotas quotas, int window, Set<BackendId> backends) {

  /** Enough to keep a backend busy, few enough that teams take turns soon. */
  public static final int DEFAULT_WINDOW = 20;

  public AdmissionPolicy {
    if (window < 1) {
      throw new IllegalArgumentException("window " + window);
    }
    backends = Set.copyOf(backends);
  }

  /** The same policy, but nobody is let through to these backends. */
  public AdmissionPolicy without(Set<BackendId> closed) {
    if (closed.isEmpty()) {
      return this;
    }
    Set<BackendId> open = new HashSet<>(backends);
    open.removeAll(closed);
    return new AdmissionPolicy(quotas, window, open);
  }

  /** Those to let through now, in this order; the same for the same snapshot. */
  public List<ExecutionId> admit(Snapshot snapshot) {
    return new AdmissionRound(this, snapshot).admit();
  }

  /** Why one waits at {@code now}; empty if nothing keeps it, so that it is let through next. */
  public Optional<Wait> explain(Standing standing, Instant now) {
    return new Explanation(this, standing).at(now);
  }
}
