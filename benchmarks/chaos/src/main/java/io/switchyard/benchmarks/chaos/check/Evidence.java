package io.switchyard.benchmarks.chaos.check;

import static java.util.stream.Collectors.groupingBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.switchyard.benchmarks.chaos.callback.Delivery;
import io.switchyard.benchmarks.chaos.client.SeenEvent;
import io.switchyard.benchmarks.chaos.client.Story;
import io.switchyard.benchmarks.chaos.spark.CreateFacts;
import io.switchyard.benchmarks.chaos.spark.DriverFacts;
import java.util.List;
import java.util.Map;

/**
 * All that is known at the end.
 *
 * @param stories what each job's clients experienced
 * @param answers each job as every process shows it, by job id
 * @param events each job's events, by job id
 * @param readers what those who followed all events saw, by reader
 * @param callbacks what came of each job, by job id
 * @param drivers every driver there was, by execution
 * @param creates every request for a driver, by execution, in the order in which they were sent
 */
public record Evidence(
    List<Story> stories,
    Map<String, List<JsonNode>> answers,
    Map<String, List<SeenEvent>> events,
    Map<String, List<SeenEvent>> readers,
    Map<String, List<Delivery>> callbacks,
    Map<String, List<DriverFacts>> drivers,
    Map<String, List<CreateFacts>> creates) {

  public static Evidence of(
      List<Story> stories,
      Map<String, List<JsonNode>> answers,
      Map<String, List<SeenEvent>> events,
      Map<String, List<SeenEvent>> readers,
      List<Delivery> callbacks,
      List<DriverFacts> drivers,
      List<CreateFacts> creates) {
    return new Evidence(
        stories,
        answers,
        events,
        readers,
        callbacks.stream().collect(groupingBy(Delivery::job)),
        drivers.stream().collect(groupingBy(DriverFacts::execution)),
        creates.stream().collect(groupingBy(CreateFacts::execution)));
  }

  List<DriverFacts> driversOf(String execution) {
    return drivers.getOrDefault(execution, List.of());
  }

  List<CreateFacts> createsOf(String execution) {
    return creates.getOrDefault(execution, List.of());
  }
}
