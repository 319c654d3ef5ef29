package io.switchyard.benchmarks.chaos.check;

import com.fasterxml.jackson.databind.JsonNode;
import io.switchyard.benchmarks.chaos.check.JobAnswer.Attempt;
import io.switchyard.benchmarks.chaos.client.Story;
import java.util.List;
import java.util.stream.Collectors;

/** All that is known of one job, for whoever has to find out what went wrong. */
public final class History {

  private History() {}

  /** Empty if there is no such job. */
  public static String of(String name, Evidence evidence) {
    return evidence.stories().stream()
        .filter(story -> story.plan().name().equals(name))
        .map(story -> of(story, evidence))
        .findFirst()
        .orElse("");
  }

  private static String of(Story story, Evidence evidence) {
    String id = String.valueOf(story.job());
    List<JsonNode> answers = evidence.answers().getOrDefault(id, List.of());
    StringBuilder told = new StringBuilder();
    section(told, "job " + story.plan().name() + ", " + id, List.of(story.plan()));
    section(told, "its clients", story.notes());
    section(told, "as the processes show it", answers);
    section(told, "its events", evidence.events().getOrDefault(id, List.of()));
    section(told, "its callbacks", evidence.callbacks().getOrDefault(id, List.of()));
    if (!answers.isEmpty()) {
      for (Attempt attempt : new JobAnswer(answers.get(0)).attempts()) {
        String execution = attempt.execution();
        section(told, "requests for drivers of " + execution, evidence.createsOf(execution));
        section(told, "drivers of " + execution, evidence.driversOf(execution));
      }
    }
    return told.toString();
  }

  private static void section(StringBuilder told, String title, List<?> lines) {
    String indented =
        lines.stream().map(line -> "    " + line + "\n").collect(Collectors.joining());
    told.append("  ").append(title).append(":\n").append(indented);
  }
}
