package io.switchyard.benchmarks.clusters;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.Set;

/** What is done to clusters, one at a time, and what must come of it. */
final class Scenes {

  private static final String API = "/api/v1/clusters";

  /** A server of ours listens after 4 to 15 s. */
  private static final int START_MS = 9_000;

  private final Site site;
  private final Report report;
  private final Random random;
  private int next;
  private long killed;
  private int kills;

  Scenes(Site site, Report report, Random random) {
    this.site = site;
    this.report = report;
    this.random = random;
  }

  private String request(String ttl) throws InterruptedException {
    String key = "key-" + next++;
    String body =
        """
        {"team": "feature-engineering", "environment": "prod", "region": "eu-west-1", "size": "small",
         "name": "%s", "catalogs": ["pedregal", "feature_store"], "ttl": "%s", "idempotency_key": "%s"}
        """
            .formatted(key, ttl, key);
    return site.api.call("POST", API, body).path("cluster_id").asText();
  }

  private void delete(String cluster) throws InterruptedException {
    site.api.call("DELETE", API + "/" + cluster + "?force=true", "");
  }

  private void awaitEnd(String cluster) throws InterruptedException {
    site.api.awaitStatus(cluster, "terminated");
    site.processes.awaitNone(cluster);
  }

  private void end(String cluster) throws InterruptedException {
    delete(cluster);
    awaitEnd(cluster);
  }

  /** How long it takes from the request to an answered call. */
  void start(String what) throws InterruptedException {
    long begun = System.nanoTime();
    String cluster = request("7d");
    site.api.awaitStatus(cluster, "running");
    report.took(what, System.nanoTime() - begun);
    long deleted = System.nanoTime();
    end(cluster);
    report.took("from the delete of a running cluster to no process", System.nanoTime() - deleted);
  }

  /** A delete at a random moment between the request and the first answer. */
  void deleteWhileItStarts() throws InterruptedException {
    String cluster = request("7d");
    Thread.sleep(random.nextInt(START_MS));
    String was = site.api.cluster(cluster).path("status").asText();
    long deleted = System.nanoTime();
    end(cluster);
    report.took(
        "from a delete while " + was + " to terminated and no process",
        System.nanoTime() - deleted);
  }

  /** The application dies during a provision, a scale and a delete, and comes back. */
  void kills() throws IOException, InterruptedException {
    String cluster = request("7d");
    killAfter(random.nextInt(START_MS));
    site.api.awaitStatus(cluster, "running");
    report.took("from a kill while provisioning to running", since());
    scale(cluster, "medium");
    killAfter(random.nextInt(2_000));
    awaitScaled(cluster, 3);
    report.took("from a kill while scaling to the executors asked for", since());
    delete(cluster);
    killAfter(random.nextInt(1_500));
    awaitEnd(cluster);
    report.took("from a kill while terminating to terminated, no process", since());
    if (site.api.cluster(cluster).path("restarts").asInt() != 0) {
      report.finding(cluster + " was restarted, though only the application died");
    }
  }

  private void killAfter(int millis) throws IOException, InterruptedException {
    Thread.sleep(millis);
    killed = System.nanoTime();
    kills++;
    site.app.killAndStart();
  }

  private long since() {
    return System.nanoTime() - killed;
  }

  int killCount() {
    return kills;
  }

  private void scale(String cluster, String size) throws InterruptedException {
    String body = "{\"new_size\": \"" + size + "\"}";
    site.api.call("POST", API + "/" + cluster + "/scale", body);
  }

  private void awaitScaled(String cluster, int executors) throws IOException, InterruptedException {
    site.api.awaitStatus(cluster, "running");
    // Spark's own list is a little behind Spark.
    for (int i = 0; site.servers.executors(cluster) != executors; i++) {
      if (i > 200) {
        report.finding(
            "%s is running with %d executors, not %d"
                .formatted(cluster, site.servers.executors(cluster), executors));
        return;
      }
      Thread.sleep(50);
    }
  }

  /** small, medium, small under a session that keeps its view. */
  void scaleUnderASession() throws IOException, InterruptedException {
    String cluster = request("7d");
    site.api.awaitStatus(cluster, "running");
    awaitScaled(cluster, 2);
    try (ClientSession session = ClientSession.open(site.servers.address(cluster), site.log)) {
      for (String size : new String[] {"medium", "small"}) {
        long begun = System.nanoTime();
        scale(cluster, size);
        awaitScaled(cluster, size.equals("medium") ? 3 : 2);
        report.took(
            "to " + size + " under a session, by Spark's own list of executors",
            System.nanoTime() - begun);
        session.check();
      }
      if (site.api.cluster(cluster).path("sessions").asInt() != 1) {
        report.finding("the session is not seen");
      }
    }
    end(cluster);
  }

  /** A time to live of a minute, with a warning before. */
  void expire() throws InterruptedException {
    String cluster = request("1m");
    Instant end =
        Instant.parse(site.api.awaitStatus(cluster, "running").path("expires_at").asText());
    awaitEnd(cluster);
    report.took(
        "from the end of a time to live of 1 min to no process",
        Duration.between(end, Instant.now()).toNanos());
    boolean warned =
        site.api
            .get(API + "/" + cluster + "/events")
            .findValuesAsText("type")
            .contains("EXPIRES_SOON");
    if (!warned) {
      report.finding("nobody was warned of the end of " + cluster);
    }
  }

  /** Its server is killed until the cluster has failed. */
  void deaths() throws InterruptedException {
    String cluster = request("7d");
    for (int death = 1; death <= 3; death++) {
      site.api.awaitStatus(cluster, "running");
      int restarts = death;
      Set<Long> server = site.processes.of(cluster);
      long begun = System.nanoTime();
      server.forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
      JsonNode seen =
          site.api.await(
              API + "/" + cluster,
              now ->
                  now.path("restarts").asInt() == restarts
                      || now.path("status").asText().equals("failed"));
      long noticed = System.nanoTime() - begun;
      report.took("from the death of a server to its being noticed", noticed);
      if (noticed > 15_000_000_000L) {
        report.finding("the death of a server was noticed after " + noticed / 1_000_000 + " ms");
      }
      if (seen.path("status").asText().equals("failed") != (death == 3)) {
        report.finding("after death " + death + ": " + seen);
      }
    }
    JsonNode end = site.api.cluster(cluster);
    report.fact("what a cluster says that failed", end.path("error_message").asText());
    if (end.path("error_message").asText().isBlank()) {
      report.finding("a cluster failed without a reason");
    }
    site.processes.awaitNone(cluster);
  }
}
