package io.switchyard.benchmarks.chaos.client;

import io.switchyard.benchmarks.chaos.ChaosSettings;
import io.switchyard.benchmarks.chaos.JobKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * One job as its client means it.
 *
 * @param at when it is submitted, from the start of the run
 * @param cancelAfter how long after its acceptance it is cancelled, if its kind is
 * @param extra what its client does beside
 */
public record Plan(
    int number,
    JobKind kind,
    String team,
    String key,
    Duration at,
    Duration cancelAfter,
    Extra extra) {

  /** What clients do beside submitting. */
  public enum Extra {
    NOTHING,
    /** Two clients submit it at the same time. */
    TWIN,
    /** It is submitted again after a while. */
    AGAIN,
    /** Its key is used for something else after a while. */
    CLASH
  }

  /** Attempts that jobs with a policy of their own have. */
  public static final int MAX_ATTEMPTS = 3;

  static final String ROUTE = "/api/v1/jobs";

  /** All jobs of a run. Two teams use the same keys. */
  public static List<Plan> all(ChaosSettings settings, Random random) {
    List<Plan> plans = new ArrayList<>();
    for (int i = 0; i < settings.jobs(); i++) {
      long at = settings.duration().toMillis() * i / settings.jobs();
      plans.add(
          new Plan(
              i,
              kind(settings, random),
              i % 2 == 0 ? "chaos-one" : "chaos-two",
              "key-" + i / 2,
              Duration.ofMillis(at),
              // Half of them while the job is being launched.
              Duration.ofMillis(random.nextInt(random.nextBoolean() ? 400 : 4_000)),
              extra(random)));
    }
    return plans;
  }

  private static JobKind kind(ChaosSettings settings, Random random) {
    int drawn = random.nextInt(100);
    for (JobKind kind : JobKind.values()) {
      drawn -= kind.weight();
      if (drawn < 0) {
        return kind == JobKind.FORGOTTEN && !settings.forgotten() ? JobKind.GOOD : kind;
      }
    }
    return JobKind.GOOD;
  }

  private static Extra extra(Random random) {
    int drawn = random.nextInt(100);
    if (drawn < 5) {
      return Extra.TWIN;
    } else if (drawn < 10) {
      return Extra.AGAIN;
    }
    return drawn < 12 ? Extra.CLASH : Extra.NOTHING;
  }

  public String name() {
    return kind.jobName(number);
  }

  /**
   * The request.
   *
   * @param mainClass of the user's code; another one makes it another request
   */
  Map<String, Object> body(String mainClass) {
    Map<String, Object> resources =
        Map.of(
            "driver", Map.of("cores", 1, "memory", "1g"),
            "executor", Map.of("instances", 1, "cores", 1, "memory", "1g"));
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("name", name());
    body.put("team", team);
    body.put("idempotency_key", key);
    body.put(
        "config",
        Map.of(
            "custom_jar",
            Map.of("jar_path", "https://repo.example.com/app.jar", "main_class", mainClass),
            "resources",
            resources));
    if (kind == JobKind.OVERTIME) {
      body.put("timeout_seconds", 1);
    }
    if (retries()) {
      Map<String, Object> retry = new LinkedHashMap<>();
      retry.put("max_attempts", MAX_ATTEMPTS);
      retry.put("delay_seconds", 1);
      if (kind == JobKind.LACKS_MEMORY) {
        // One and a half gibibytes do not suffice, two do.
        retry.put("raise_memory_to", "2g");
      }
      body.put("retry", retry);
    }
    return body;
  }

  /** Whether the job has a policy of its own. Some of those that never need it have one, too. */
  public boolean retries() {
    return switch (kind) {
      case GOOD, OVERTIME, CANCELLED -> number % 3 == 0;
      case USER_ERROR, LACKS_MEMORY, INSATIABLE, LOST_NODE, CANCELLED_WHILE_FAILING, FORGOTTEN ->
          true;
    };
  }
}
