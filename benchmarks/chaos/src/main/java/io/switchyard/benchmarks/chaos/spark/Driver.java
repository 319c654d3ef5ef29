package io.switchyard.benchmarks.chaos.spark;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One driver, as its master and its worker know it. Guarded by its {@link Cluster}. */
final class Driver {

  private static final String LAUNCH_PACKAGE = "io.switchyard.run.";
  private static final List<String> ACTIVE = List.of("SUBMITTED", "RUNNING");

  final String id;
  final String execution;
  final String job;
  final int cores;
  final long mebibytes;
  final Instant made = Instant.now();
  String state = "SUBMITTED";
  String worker = "";
  String exception = "";

  /** Why it ran nothing; empty if it does, or nobody knows yet. */
  String refusal = "";

  @Nullable Instant codeBegan;
  @Nullable Instant codeEnded;
  CodeEnd end = CodeEnd.NOT_YET;
  String said = "";
  final StringBuilder stderr = new StringBuilder();
  private final JsonNode request;

  Driver(String id, JsonNode request) {
    this.id = id;
    this.request = request;
    this.execution = execution(request);
    this.job = property("spark.app.name");
    this.cores = Integer.parseInt(property("spark.driver.cores"));
    String memory = property("spark.driver.memory");
    long amount = Long.parseLong(memory.substring(0, memory.length() - 1));
    this.mebibytes = memory.endsWith("g") ? amount * 1024 : amount;
  }

  /** The execution a request is for. */
  static String execution(JsonNode request) {
    return request.path("mainClass").asText().substring(LAUNCH_PACKAGE.length()).replace('_', '-');
  }

  Path jar() {
    return Path.of(URI.create(request.path("appResource").asText()));
  }

  Path folder() {
    return Path.of(property("spark.switchyard.folder"));
  }

  private String property(String key) {
    return request.path("sparkProperties").path(key).asText();
  }

  boolean active() {
    return ACTIVE.contains(state);
  }

  boolean placed() {
    return active() && !worker.isEmpty();
  }

  Map<String, Object> row() {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("id", id);
    row.put("starttime", made.toEpochMilli());
    row.put("state", state);
    row.put("cores", cores);
    row.put("memory", mebibytes);
    row.put("submitdate", made.toString());
    row.put("worker", worker.isEmpty() ? "None" : worker);
    row.put("mainclass", request.path("mainClass").asText());
    return row;
  }

  DriverFacts facts() {
    return new DriverFacts(
        id, execution, job, made, state, refusal, codeBegan, codeEnded, end, said);
  }
}
