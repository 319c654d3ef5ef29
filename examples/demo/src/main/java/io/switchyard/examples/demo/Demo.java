package io.switchyard.examples.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Submits the two example jobs, follows them to their end, checks what they did, and asks a Spark
 * Connect cluster of its own about it.
 */
public final class Demo {

  /** Small enough for a laptop to run both jobs side by side. */
  static final Map<String, Object> SMALL =
      Map.of(
          "driver", Map.of("cores", 1, "memory", "640m"),
          "executor", Map.of("instances", 1, "cores", 1, "memory", "640m"));

  static final Map<String, Object> QUICK =
      Map.of("spark.sql.shuffle.partitions", "2", "spark.ui.enabled", "false");

  private static final Duration PATIENCE = Duration.ofMinutes(15);

  private final Api api;
  private final PrintStream out;
  private final Progress progress;

  private Demo(Api api, PrintStream out) {
    this.api = api;
    this.out = out;
    this.progress = new Progress(out, System.console() != null);
  }

  /**
   * Ends with exit code 0 if both jobs and the query did what they should, else 1.
   *
   * @param args base URL of a Switchyard, host and port of its gateway, the CSV of orders, the
   *     folder to write to, the jar with the example jobs
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    if (args.length != 5) {
      System.err.println(
          "usage: Demo <base url> <gateway> <orders.csv> <output folder> <example jobs jar>");
      System.exit(2);
    }
    Orders orders = new Orders(absolute(args[2]), absolute(args[3]).resolve("orders_by_day"));
    Demo demo = new Demo(new Api(args[0]), System.out);
    System.exit(demo.run(orders, absolute(args[4]), args[1]) ? 0 : 1);
  }

  private static Path absolute(String path) {
    return Path.of(path).toAbsolutePath().normalize();
  }

  private boolean run(Orders orders, Path jar, String gateway)
      throws IOException, InterruptedException {
    String etl = submit(orders.job());
    String pi = submit(pi(jar));
    out.println("following both (the first run fetches Spark, which takes a few minutes)");
    List<JsonNode> ended = await(List.of(etl, pi));
    show(etl, "stdout", 3);
    show(pi, "stdout", 1);
    table(ended);
    boolean jobsDid = check(orders, ended.get(0)) & succeeded(ended.get(1));
    var query = new ClusterQuery(api, out, progress, gateway);
    return jobsDid && query.run(orders.output(), orders.expected().perCountry());
  }

  private static Map<String, Object> pi(Path jar) {
    return Map.of(
        "name", "spark-pi",
        "team", "demo-team",
        "config",
            Map.of(
                "custom_jar",
                    Map.of(
                        "jar_path", jar.toString(),
                        "main_class", "io.switchyard.examples.jobs.Pi",
                        "args", List.of("4")),
                "resources", SMALL,
                "spark_config", QUICK));
  }

  private String submit(Map<String, Object> job) throws IOException, InterruptedException {
    JsonNode answer = api.submit(job);
    String id = answer.path("job_id").asText();
    out.printf("submitted %s as %s: %s%n", job.get("name"), id, answer.path("message").asText());
    return id;
  }

  private List<JsonNode> await(List<String> ids) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < deadline) {
      List<JsonNode> jobs = new ArrayList<>();
      for (String id : ids) {
        jobs.add(api.job(id));
      }
      progress.show(jobs);
      if (jobs.stream().allMatch(Demo::ended)) {
        progress.done();
        return jobs;
      }
      Thread.sleep(250);
    }
    throw new IOException("the jobs did not end within " + PATIENCE.toMinutes() + " minutes");
  }

  private static boolean ended(JsonNode job) {
    return List.of("SUCCEEDED", "FAILED", "CANCELLED", "TIMEOUT")
        .contains(job.path("status").asText());
  }

  private void show(String id, String stream, int lines) throws IOException, InterruptedException {
    out.printf("%nlast lines of %s of %s%n", stream, id);
    api.log(id, stream, lines).lines().forEach(line -> out.println("  | " + line));
  }

  private void table(List<JsonNode> jobs) {
    String row = "%-14s %-30s %-10s %6s %10s %10s%n";
    out.println();
    out.printf(row, "NAME", "JOB", "STATUS", "SPARK", "READ", "WRITTEN");
    for (JsonNode job : jobs) {
      JsonNode metrics = job.path("metrics");
      out.printf(
          row,
          job.path("name").asText(),
          job.path("job_id").asText(),
          job.path("status").asText(),
          job.path("spark_version").asText(),
          metrics.path("records_read").asText("-"),
          metrics.path("records_written").asText("-"));
    }
    out.println();
  }

  private boolean succeeded(JsonNode job) throws IOException, InterruptedException {
    if (job.path("status").asText().equals("SUCCEEDED")) {
      return true;
    }
    out.printf(
        "%s ended %s: %s%n",
        job.path("name").asText(), job.path("status").asText(), job.path("error_message").asText());
    show(job.path("job_id").asText(), "stderr", 20);
    return false;
  }

  private boolean check(Orders orders, JsonNode job) throws IOException, InterruptedException {
    if (!succeeded(job)) {
      return false;
    }
    Orders.Expected expected = orders.expected();
    JsonNode metrics = job.path("metrics");
    List<String> problems = new ArrayList<>(orders.problems(expected));
    compare("records_read", expected.read(), metrics, problems);
    compare("records_written", expected.written(), metrics, problems);
    problems.forEach(problem -> out.println("WRONG: " + problem));
    if (problems.isEmpty()) {
      out.printf(
          Locale.ROOT,
          "checked: %,d completed orders read, %,d rows written to %s in %d partitions%n",
          expected.read(),
          expected.written(),
          orders.output(),
          expected.countries().size());
    }
    return problems.isEmpty() && Files.isDirectory(orders.output());
  }

  private static void compare(String name, long expected, JsonNode metrics, List<String> problems) {
    long actual = metrics.path(name).asLong(-1);
    if (actual != expected) {
      problems.add(name + " is " + actual + ", not " + expected);
    }
  }
}
