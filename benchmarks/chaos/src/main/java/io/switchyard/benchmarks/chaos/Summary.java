package io.switchyard.benchmarks.chaos;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.switchyard.benchmarks.chaos.app.Probe;
import io.switchyard.benchmarks.chaos.check.Evidence;
import io.switchyard.benchmarks.chaos.client.Harvest;
import io.switchyard.benchmarks.chaos.spark.CreateFacts;
import io.switchyard.benchmarks.chaos.spark.DriverFacts;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What happened in a run, in numbers. */
final class Summary {

  private final ChaosSettings settings;
  private final Tally tally;
  private final Evidence evidence;
  private final Map<String, String> rows = new LinkedHashMap<>();

  Summary(ChaosSettings settings, Tally tally, Evidence evidence) {
    this.settings = settings;
    this.tally = tally;
    this.evidence = evidence;
  }

  /**
   * The rows, in order.
   *
   * @param drained from the last kill until every job had ended
   * @param connections how often readers of events connected or asked
   */
  Map<String, String> rows(Probe probe, Duration drained, int connections) {
    rows.put(
        "store, processes",
        settings.store().name().toLowerCase(Locale.ROOT) + ", " + settings.store().processes());
    rows.put("seed", "" + settings.seed());
    jobs();
    rows.put(
        "kills -9",
        "%d, of which %d in the middle of what it did for a job; %d times nobody was up to be killed"
            .formatted(
                tally.of("kills"), tally.of("ambushes"), tally.of("ticks without a victim")));
    rows.put(
        "other trouble",
        "%d pauses of a process for longer than a lease, %d restarts of the master"
            .formatted(tally.of("pauses"), tally.of("master restarts")));
    rows.put(
        "requests repeated by clients",
        "%d submissions, %d cancels, %d reads; %d answers were 5xx"
            .formatted(
                tally.of("repetitions of POST"),
                tally.of("repetitions of DELETE"),
                tally.of("repetitions of GET"),
                tally.of("answers 5xx")));
    network();
    drivers();
    rows.put(
        "events",
        "%d; followed by 2 readers in %d connections"
            .formatted(Harvest.count(evidence.events().values()), connections));
    int callbacks = Harvest.count(evidence.callbacks().values());
    rows.put(
        "callbacks",
        "%d for %d jobs; %d refused, %d whose answer was lost"
            .formatted(
                callbacks,
                evidence.callbacks().size(),
                tally.of("callbacks refused"),
                tally.of("callbacks whose answer was lost")));
    rows.put("longest without any process ready", seconds(probe.longestSilence()));
    rows.put(
        "longest from a first kill to that process ready",
        "%s, of %d starts that were let finish"
            .formatted(seconds(probe.longestStart()), probe.starts()));
    rows.put("from the last kill to the last end", seconds(drained));
    return rows;
  }

  private void jobs() {
    List<JsonNode> jobs =
        evidence.answers().values().stream().map(answers -> answers.get(0)).toList();
    Map<String, Long> ends =
        jobs.stream().collect(groupingBy(Summary::end, TreeMap::new, counting()));
    rows.put("jobs", "" + jobs.size());
    rows.put(
        "how they ended",
        ends.entrySet().stream()
            .map(end -> end.getKey() + " " + end.getValue())
            .collect(Collectors.joining(", ")));
    rows.put("attempts", "" + jobs.stream().mapToInt(job -> job.path("attempts").size()).sum());
  }

  private static String end(JsonNode job) {
    return (job.path("status").asText() + " " + job.path("failure_class").asText("")).strip();
  }

  private void network() {
    rows.put(
        "answers of the master",
        "%d lost, %d never, %d cut, %d late, %d doubled"
            .formatted(
                tally.of("ANSWER_LOST"),
                tally.of("ANSWER_NEVER"),
                tally.of("ANSWER_CUT"),
                tally.of("ANSWER_SLOW"),
                tally.of("ANSWER_TWICE")));
    rows.put(
        "requests to the master",
        "%d lost, %d done after the client gave up, %d done twice; %d looks in all"
            .formatted(
                tally.of("REQUEST_LOST"),
                tally.of("REQUEST_LATE"),
                tally.of("REQUEST_TWICE"),
                tally.of("looks at the master")));
  }

  private void drivers() {
    List<DriverFacts> all = evidence.drivers().values().stream().flatMap(List::stream).toList();
    long ran = all.stream().filter(driver -> driver.codeBegan() != null).count();
    long executions =
        all.stream()
            .filter(driver -> driver.codeBegan() != null)
            .map(DriverFacts::execution)
            .distinct()
            .count();
    rows.put(
        "requests for drivers",
        "%d sent, %d of them again for the same execution; %d arrived"
            .formatted(
                Harvest.count(evidence.creates().values()),
                again(),
                tally.of("creates that arrived")));
    rows.put(
        "drivers",
        "%d made, %d duplicates; %d refused by the claim or for lack of their files"
            .formatted(all.size(), duplicates(), tally.of("refused")));
    rows.put("drivers that ran user code", "%d, of %d executions".formatted(ran, executions));
  }

  private int again() {
    Collection<List<CreateFacts>> creates = evidence.creates().values();
    return creates.stream().mapToInt(of -> of.size() - 1).sum();
  }

  private int duplicates() {
    return evidence.drivers().values().stream().mapToInt(of -> of.size() - 1).sum();
  }

  private static String seconds(Duration duration) {
    return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
  }
}
