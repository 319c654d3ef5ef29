package io.switchyard.benchmarks.clusters;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** What was measured, and which promises were broken. */
public final class Report {

  private final Map<String, List<Long>> times = new LinkedHashMap<>();
  private final Map<String, String> facts = new LinkedHashMap<>();
  private final List<String> findings = new ArrayList<>();

  /** How long something took, among others of its kind. */
  void took(String what, long nanos) {
    times.computeIfAbsent(what, key -> new ArrayList<>()).add(nanos / 1_000_000);
  }

  void fact(String what, Object value) {
    facts.put(what, String.valueOf(value));
  }

  /** Adds to what a fact says already. */
  void factAlso(String what, Object value) {
    facts.merge(what, String.valueOf(value), (before, now) -> before + " " + now);
  }

  void finding(String sentence) {
    findings.add(sentence);
  }

  /** The promises that were broken; empty is good. */
  public List<String> findings() {
    return List.copyOf(findings);
  }

  /** For people. */
  public String table() {
    List<String> lines = new ArrayList<>();
    times.forEach((what, all) -> lines.add(line(what, summary(all))));
    facts.forEach((what, value) -> lines.add(line(what, value)));
    lines.add(line("promises broken", "" + findings.size()));
    findings.forEach(finding -> lines.add("  " + finding));
    return String.join("\n", lines);
  }

  private static String line(String what, String value) {
    return String.format(Locale.ROOT, "%-62s %s", what, value);
  }

  private static String summary(List<Long> all) {
    List<Long> sorted = all.stream().sorted().toList();
    String each =
        sorted.stream()
            .map(ms -> String.format(Locale.ROOT, "%.1f", ms / 1000.0))
            .collect(Collectors.joining(" "));
    if (sorted.size() < 4) {
      return each + " s";
    }
    return String.format(
        Locale.ROOT,
        "%d times, %.1f to %.1f s, median %.1f s",
        sorted.size(),
        sorted.get(0) / 1000.0,
        sorted.get(sorted.size() - 1) / 1000.0,
        sorted.get(sorted.size() / 2) / 1000.0);
  }
}
