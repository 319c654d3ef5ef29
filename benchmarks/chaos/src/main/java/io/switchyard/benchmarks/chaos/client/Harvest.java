package io.switchyard.benchmarks.chaos.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.switchyard.benchmarks.chaos.app.App;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;

/** Fetches all there is to know through the API. */
public final class Harvest {

  private static final Duration PAUSE = Duration.ofMillis(500);
  private static final List<String> LIVE = List.of("PENDING", "SUBMITTED", "RUNNING");

  private final Api api;
  private final List<App> apps;
  private final BooleanSupplier over;

  public Harvest(Api api, List<App> apps, BooleanSupplier over) {
    this.api = api;
    this.apps = apps;
    this.over = over;
  }

  /** Waits until no job is left that can change, or the time is over. */
  public void awaitEnds() {
    await(() -> LIVE.stream().allMatch(this::noneIs));
  }

  private boolean noneIs(String status) {
    String path = Plan.ROUTE + "?limit=1&status=" + status;
    return api.get(path).json().path("jobs").isEmpty();
  }

  /** Looks again and again, until it is so or the time is over. */
  public void await(BooleanSupplier so) {
    while (!over.getAsBoolean() && !so.getAsBoolean()) {
      Api.sleep(PAUSE);
    }
  }

  /** Every job as every process shows it, by id. */
  public Map<String, List<JsonNode>> answers() {
    Map<String, List<JsonNode>> answers = new HashMap<>();
    for (App app : apps) {
      String cursor = "";
      do {
        JsonNode page = api.getFrom(app, Plan.ROUTE + "?limit=100" + cursor);
        for (JsonNode job : page.path("jobs")) {
          String id = job.path("job_id").asText();
          answers.computeIfAbsent(id, key -> new ArrayList<>()).add(job);
        }
        JsonNode next = page.path("next_cursor");
        cursor = next.isTextual() ? "&cursor=" + next.asText() : "";
      } while (!cursor.isEmpty());
    }
    return answers;
  }

  /** The events of each of these jobs, by id. */
  public Map<String, List<SeenEvent>> events(Set<String> jobs) {
    Map<String, List<SeenEvent>> events = new HashMap<>();
    for (String job : jobs) {
      List<SeenEvent> its = new ArrayList<>();
      api.get(Plan.ROUTE + "/" + job + "/events?limit=1000")
          .json()
          .path("events")
          .forEach(event -> its.add(SeenEvent.of(event)));
      events.put(job, its);
    }
    return events;
  }

  /**
   * Waits until all logs are captured and all callbacks delivered, then answers as {@link
   * #answers}.
   */
  public Map<String, List<JsonNode>> answersSettled() {
    AtomicReference<Map<String, List<JsonNode>>> last = new AtomicReference<>(Map.of());
    await(
        () -> {
          last.set(answers());
          return last.get().values().stream().flatMap(List::stream).noneMatch(Harvest::unsettled);
        });
    return last.get();
  }

  private static boolean unsettled(JsonNode job) {
    return job.findValuesAsText("log_capture").contains("pending")
        || job.path("callback").path("state").asText().equals("pending");
  }

  /** How many of all these. */
  public static int count(Collection<? extends Collection<?>> lists) {
    return lists.stream().mapToInt(Collection::size).sum();
  }
}
