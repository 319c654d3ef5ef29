package io.switchyard.benchmarks.chaos.check;

import io.switchyard.benchmarks.chaos.JobKind;
import io.switchyard.benchmarks.chaos.client.Plan;
import java.util.Set;

/** Jobs end as jobs of their kind do. */
final class EndChecks {

  static final String KIND = "a job ends as its kind does";
  static final String RETRIES = "a failure is retried as often as the policy says";

  private static final Set<String> RETRIED =
      Set.of("OUT_OF_MEMORY", "LOST_NODE", "BACKEND_UNAVAILABLE", "UNKNOWN");
  private static final int MAX_ATTEMPTS_BY_DEFAULT = 5;

  private final Findings findings;

  EndChecks(Findings findings) {
    this.findings = findings;
  }

  void job(Plan plan, JobAnswer job, boolean stopAsked) {
    String end = job.status().equals("FAILED") ? job.failure() : job.status();
    if (!possible(plan.kind()).contains(end) && !end.equals("BACKEND_UNAVAILABLE")) {
      findings.add(KIND, plan.name(), "it ended as " + end);
    }
    int attempts = job.attempts().size();
    int most = plan.retries() ? Plan.MAX_ATTEMPTS : MAX_ATTEMPTS_BY_DEFAULT;
    boolean goesOn = RETRIED.contains(end) && plan.retries() && !stopAsked;
    if (attempts > most || (goesOn && attempts < most)) {
      findings.add(RETRIES, plan.name(), end + " after " + attempts + " of " + most + " attempts");
    }
    job.attempts().stream()
        .limit(Math.max(0, attempts - 1))
        .filter(attempt -> !RETRIED.contains(attempt.failure()))
        .forEach(
            attempt ->
                findings.add(RETRIES, plan.name(), "was tried again after " + attempt.json()));
  }

  private static Set<String> possible(JobKind kind) {
    return switch (kind) {
      case GOOD -> Set.of("SUCCEEDED");
      case USER_ERROR -> Set.of("USER_ERROR");
      // An attempt may have been spent on a master that gave up on it.
      case LACKS_MEMORY -> Set.of("SUCCEEDED", "OUT_OF_MEMORY");
      case INSATIABLE -> Set.of("OUT_OF_MEMORY");
      case LOST_NODE -> Set.of("SUCCEEDED", "LOST_NODE");
      case OVERTIME -> Set.of("TIMEOUT");
      case CANCELLED -> Set.of("CANCELLED");
      case CANCELLED_WHILE_FAILING -> Set.of("CANCELLED", "LOST_NODE", "OUT_OF_MEMORY");
      case FORGOTTEN -> Set.of("SUCCEEDED", "USER_ERROR");
    };
  }
}
