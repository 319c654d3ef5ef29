package io.switchyard.benchmarks.chaos.check;

import io.switchyard.benchmarks.chaos.check.JobAnswer.Attempt;
import io.switchyard.benchmarks.chaos.client.SeenEvent;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** No event is lost, doubled or out of order, for whoever reads them however. */
final class EventChecks {

  static final String SEQUENCE = "a job's events are a possible story";
  static final String STATE = "events tell what the job's state tells";
  static final String READERS = "whoever follows sees every event once and in order";

  private final Evidence evidence;
  private final Findings findings;

  EventChecks(Evidence evidence, Findings findings) {
    this.evidence = evidence;
    this.findings = findings;
  }

  /** The events of one job against themselves and against its answer. */
  void job(String name, JobAnswer job, List<SeenEvent> events) {
    EventStory.flaw(events).ifPresent(flaw -> findings.add(SEQUENCE, name, flaw));
    if (events.isEmpty()) {
      return;
    }
    String last = events.get(events.size() - 1).type();
    expect(name, "the last event", last, job.status());
    for (Attempt attempt : job.attempts()) {
      List<SeenEvent> its =
          events.stream().filter(e -> e.execution().equals(attempt.execution())).toList();
      expect(name, "start of attempt " + attempt.number(), at(its, "RUNNING"), attempt.start());
      String end = its.isEmpty() ? "" : its.get(its.size() - 1).at().toString();
      expect(name, "end of attempt " + attempt.number(), end, attempt.end());
    }
    Set<Integer> told = events.stream().map(SeenEvent::attempt).collect(Collectors.toSet());
    expect(name, "attempts", "" + told.size(), "" + job.attempts().size());
  }

  private static String at(List<SeenEvent> events, String type) {
    return events.stream()
        .filter(e -> e.type().equals(type))
        .map(SeenEvent::at)
        .map(Instant::toString)
        .findFirst()
        .orElse("");
  }

  private void expect(String name, String what, String told, String shown) {
    if (!told.equals(shown)) {
      findings.add(STATE, name, what + ": events say '" + told + "', the job '" + shown + "'");
    }
  }

  /** Every reader against all that happened. */
  void readers() {
    Map<String, SeenEvent> all = new HashMap<>();
    evidence.events().values().forEach(of -> of.forEach(event -> all.put(event.id(), event)));
    evidence.readers().forEach((reader, seen) -> reader(reader, seen, all));
  }

  private void reader(String reader, List<SeenEvent> seen, Map<String, SeenEvent> all) {
    long[] before = {-1, -1};
    Set<String> ids = new HashSet<>();
    for (SeenEvent event : seen) {
      long[] place = place(event.id());
      if (place[0] < before[0] || (place[0] == before[0] && place[1] <= before[1])) {
        findings.add(READERS, null, reader + " sees out of order or twice: " + event);
      }
      before = place;
      ids.add(event.id());
      if (!event.equals(all.get(event.id()))) {
        findings.add(READERS, null, reader + " sees what its job does not tell: " + event);
      }
    }
    all.values().stream()
        .filter(event -> !ids.contains(event.id()))
        .forEach(missed -> findings.add(READERS, null, reader + " never sees " + missed));
  }

  /** What a cursor says to those who made it. */
  private static long[] place(String cursor) {
    String plain = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.US_ASCII);
    String[] parts = plain.split(":");
    return new long[] {Long.parseLong(parts[1]), Long.parseLong(parts[2])};
  }
}
