package io.switchyard.benchmarks.chaos.check;

import io.switchyard.benchmarks.chaos.check.JobAnswer.Attempt;
import io.switchyard.benchmarks.chaos.spark.CreateFacts;
import io.switchyard.benchmarks.chaos.spark.DriverFacts;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One driver for every execution, and the end it really had. */
final class DriverChecks {

  static final String ONCE = "user code runs once for an execution";
  static final String LOOK = "nothing is launched again without a look";
  static final String AFTER = "nothing runs after the end";
  static final String LOG = "the log of every driver outlives it";
  static final String TRUTH = "an attempt ends as its driver did";

  private static final Set<String> STOPPED = Set.of("CANCELLED", "TIMEOUT");

  private final Evidence evidence;
  private final Findings findings;

  DriverChecks(Evidence evidence, Findings findings) {
    this.evidence = evidence;
    this.findings = findings;
  }

  void attempt(String name, Attempt attempt) {
    String execution = attempt.execution();
    List<DriverFacts> drivers = evidence.driversOf(execution);
    List<DriverFacts> ran = drivers.stream().filter(d -> d.codeBegan() != null).toList();
    if (ran.size() > 1) {
      findings.add(ONCE, name, execution + " ran on " + ran);
    }
    looked(name, evidence.createsOf(execution));
    if (!attempt.ended()) {
      return;
    }
    Instant end = Instant.parse(attempt.end());
    for (DriverFacts driver : drivers) {
      Instant began = driver.codeBegan();
      if (began != null && began.isAfter(end)) {
        findings.add(AFTER, name, "ended " + end + ", but " + driver);
      } else if (Set.of("SUBMITTED", "RUNNING").contains(driver.state())) {
        findings.add(AFTER, name, "still there: " + driver);
      }
    }
    DriverFacts run = ran.isEmpty() ? null : ran.get(0);
    if (run != null && !attempt.log().equals("captured")) {
      findings.add(LOG, name, "attempt " + attempt.number() + " has it " + attempt.log());
    }
    if (!agrees(attempt, run)) {
      findings.add(
          TRUTH,
          name,
          "attempt %d is %s %s, its driver %s"
              .formatted(attempt.number(), attempt.status(), attempt.failure(), run));
    }
  }

  /** A driver that is there at once is seen by whoever looks before the next launch. */
  private void looked(String name, List<CreateFacts> creates) {
    for (int i = 1; i < creates.size(); i++) {
      CreateFacts before = creates.get(i - 1);
      if (before.driver() != null) {
        findings.add(LOOK, name, before + " was followed by " + creates.get(i));
      }
    }
  }

  private static boolean agrees(Attempt attempt, @Nullable DriverFacts run) {
    String status = attempt.status();
    if (run == null) {
      return STOPPED.contains(status) || attempt.failure().equals("BACKEND_UNAVAILABLE");
    }
    return switch (run.end()) {
      case RETURNED -> status.equals("SUCCEEDED");
      case THREW -> status.equals("FAILED") && attempt.failure().equals(failure(run));
      case LOST_WORKER -> STOPPED.contains(status) || attempt.failure().equals("LOST_NODE");
      case KILLED -> STOPPED.contains(status);
      case NOT_YET -> false;
    };
  }

  private static String failure(DriverFacts run) {
    return run.said().contains("OutOfMemoryError") ? "OUT_OF_MEMORY" : "USER_ERROR";
  }
}
