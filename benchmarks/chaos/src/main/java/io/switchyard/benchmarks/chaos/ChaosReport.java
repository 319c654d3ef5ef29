package io.switchyard.benchmarks.chaos;

import io.switchyard.benchmarks.chaos.check.Evidence;
import io.switchyard.benchmarks.chaos.check.Findings.Finding;
import io.switchyard.benchmarks.chaos.check.History;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What came out of a run.
 *
 * @param rows the summary, in the order in which it is printed
 * @param findings what did not hold; empty if all is well
 */
public record ChaosReport(Map<String, String> rows, List<Finding> findings, Evidence evidence) {

  private static final int MOST_HISTORIES = 3;
  private static final int MOST_OF_A_KIND = 5;

  /** The summary as a table. */
  public String table() {
    int width = rows.keySet().stream().mapToInt(String::length).max().orElse(0);
    return rows.entrySet().stream()
        .map(row -> ("%-" + width + "s  %s%n").formatted(row.getKey(), row.getValue()))
        .collect(Collectors.joining());
  }

  /** What did not hold, and all that is known of the first jobs it did not hold for. */
  public String failures() {
    StringBuilder told = new StringBuilder();
    findings.stream()
        .collect(Collectors.groupingBy(Finding::check))
        .forEach(
            (check, its) -> {
              told.append("BROKEN ").append(its.size()).append(" times: ").append(check);
              told.append('\n');
              its.stream()
                  .limit(MOST_OF_A_KIND)
                  .forEach(finding -> told.append("  ").append(finding).append('\n'));
            });
    findings.stream()
        .flatMap(finding -> Stream.ofNullable(finding.job()))
        .distinct()
        .limit(MOST_HISTORIES)
        .forEach(job -> told.append(History.of(job, evidence)));
    return told.toString();
  }
}
