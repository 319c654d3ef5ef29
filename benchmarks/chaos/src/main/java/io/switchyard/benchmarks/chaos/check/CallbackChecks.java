package io.switchyard.benchmarks.chaos.check;

import io.switchyard.benchmarks.chaos.callback.Delivery;
import java.util.List;

/** Whoever asked to be told of an end is told, of the end there was, and can know it by its id. */
final class CallbackChecks {

  private static final String TOLD = "every end is told to whoever asked for it";
  private static final String TRUE = "callbacks tell the end there was, signed";
  private static final String ONE_ID = "the same end comes with the same id";

  private final Findings findings;

  CallbackChecks(Findings findings) {
    this.findings = findings;
  }

  void job(String name, JobAnswer job, List<Delivery> deliveries) {
    String state = job.json().path("callback").path("state").asText();
    boolean taken = deliveries.stream().anyMatch(Delivery::taken);
    if (!taken || !state.equals("delivered")) {
      findings.add(TOLD, name, "its callback is " + state + ", the receiver saw " + deliveries);
    }
    String end = job.json().path("end_time").asText();
    for (Delivery delivery : deliveries) {
      if (!delivery.signed()
          || !delivery.status().equals(job.status())
          || !delivery.end().equals(end)) {
        findings.add(TRUE, name, "ended as " + job.status() + " at " + end + ": " + delivery);
      }
    }
    if (deliveries.stream().map(Delivery::event).distinct().count() > 1) {
      findings.add(ONE_ID, name, deliveries.toString());
    }
  }
}
