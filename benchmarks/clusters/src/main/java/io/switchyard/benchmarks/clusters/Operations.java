package io.switchyard.benchmarks.clusters;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** What Spark itself wrote down of the operations that it ran, read from its event log. */
final class Operations {

  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * The operations of one tag.
   *
   * @param begun how often Spark began one
   * @param jobs that ran for them
   * @param tasks that these jobs have
   * @param ended tasks that ran to their end, with or without success
   */
  record Ran(int begun, int jobs, int tasks, int ended) {}

  private final Map<String, Integer> begun = new HashMap<>();
  private final Map<String, String> tagOf = new HashMap<>();
  private final Map<String, Integer> jobs = new HashMap<>();
  private final Map<String, Integer> tasks = new HashMap<>();
  private final Map<String, Integer> ended = new HashMap<>();
  private final Map<Integer, String> stages = new HashMap<>();

  private Operations() {}

  /** Reads every log in the folder, of servers that are over. */
  static Operations in(Path folder) throws IOException {
    Operations all = new Operations();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        try (Stream<String> lines = Files.lines(file)) {
          for (String line : (Iterable<String>) lines::iterator) {
            all.read(JSON.readTree(line));
          }
        }
      }
    }
    return all;
  }

  private void read(JsonNode event) {
    String kind = event.path("Event").asText();
    if (kind.endsWith("SparkListenerConnectOperationStarted")) {
      for (JsonNode tag : event.path("sparkSessionTags")) {
        begun.merge(tag.asText(), 1, Integer::sum);
        tagOf.put(event.path("jobTag").asText(), tag.asText());
      }
    } else if (kind.equals("SparkListenerJobStart")) {
      jobStarted(event);
    } else if (kind.equals("SparkListenerTaskEnd")) {
      String tag = stages.get(event.path("Stage ID").asInt());
      if (tag != null) {
        ended.merge(tag, 1, Integer::sum);
      }
    }
  }

  private void jobStarted(JsonNode event) {
    List<String> tags =
        List.of(event.path("Properties").path("spark.job.tags").asText().split(","));
    Set<String> ours = new HashSet<>();
    tags.stream().filter(tagOf::containsKey).forEach(tag -> ours.add(tagOf.get(tag)));
    for (String tag : ours) {
      jobs.merge(tag, 1, Integer::sum);
      for (JsonNode stage : event.path("Stage Infos")) {
        stages.put(stage.path("Stage ID").asInt(), tag);
        tasks.merge(tag, stage.path("Number of Tasks").asInt(), Integer::sum);
      }
    }
  }

  /** Of the operations with that tag. */
  Ran of(String tag) {
    return new Ran(
        begun.getOrDefault(tag, 0),
        jobs.getOrDefault(tag, 0),
        tasks.getOrDefault(tag, 0),
        ended.getOrDefault(tag, 0));
  }

  /** The tags that begin so. */
  Set<String> tags(String start) {
    Set<String> found = new HashSet<>(begun.keySet());
    found.removeIf(tag -> !tag.startsWith(start));
    return found;
  }
}
