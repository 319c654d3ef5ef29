package io.switchyard.benchmarks.clusters;

import io.switchyard.benchmarks.clusters.Doors.Door;
import io.switchyard.benchmarks.clusters.Operations.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Carries a {@link ReattachPlan} out: stock clients read what takes long, through a balancer and
 * two gateways that are restarted and killed in turn.
 */
public final class ReattachRun {

  private static final String API = "/api/v1/clusters";

  /** One more than {@link #trouble} with no rounds has strikes. */
  private static final int PARTS = 3;

  private static final long BEGIN_SECONDS = 120;
  private static final long END_SECONDS = 400;

  private final ReattachPlan plan;
  private final Site site;
  private final Report report;
  private final List<StockClient> clients = new ArrayList<>();

  private ReattachRun(ReattachPlan plan, Site site, Report report) {
    this.plan = plan;
    this.site = site;
    this.report = report;
  }

  /** Blocks until all of it is done. */
  public static Report of(ReattachPlan plan) throws IOException, InterruptedException {
    Report report = new Report();
    try (Site site = Site.open(plan.app(), plan.folder())) {
      site.await();
      new ReattachRun(plan, site, report).run();
    }
    return report;
  }

  private void run() throws IOException, InterruptedException {
    Path events = Files.createDirectories(plan.folder().resolve("events")).toAbsolutePath();
    String cluster = request(events);
    try (Doors doors = Doors.open(site, plan)) {
      site.api.awaitStatus(cluster, "running");
      for (String kind : plan.clients()) {
        for (String work : plan.works()) {
          clients.add(client(kind, doors.way, name(kind), work, plan.seconds()));
        }
      }
      for (StockClient client : clients) {
        client.awaitSaying("begun", 1, BEGIN_SECONDS);
      }
      trouble(doors);
      for (StockClient client : clients) {
        if (!client.awaitEnd(END_SECONDS)) {
          report.finding(client.tag + " does not end");
        }
      }
      StockClient.Way direct =
          new StockClient.Way(
              site.servers.address(cluster), doors.way.authority(), doors.way.trustStore());
      compare(direct);
    } finally {
      clients.forEach(StockClient::close);
    }
    site.api.call("DELETE", API + "/" + cluster + "?force=true", "");
    site.api.awaitStatus(cluster, "terminated");
    count(Operations.in(events));
  }

  private String request(Path events) throws InterruptedException {
    String body =
        """
        {"team": "clients", "environment": "dev", "region": "eu-west-1", "size": "small",
         "spark_config": {"spark.eventLog.enabled": "true", "spark.eventLog.dir": "%s",
                          "spark.eventLog.rolling.enabled": "false", "spark.eventLog.compress": "false"}}
        """
            .formatted(events.toUri());
    return site.api.call("POST", API, body).path("cluster_id").asText();
  }

  private static String name(String kind) {
    return kind.substring(kind.lastIndexOf('/') + 1);
  }

  private StockClient client(
      String kind, StockClient.Way way, String name, String work, int seconds) throws IOException {
    int size = work.equals("query") ? plan.rows() : plan.megabytes();
    int last = work.equals("parts") ? PARTS : seconds;
    return StockClient.start(kind, way, name + "-" + work, work, size, last, plan.folder());
  }

  /** Each gateway in turn, so that the clients are always on the one that is struck next. */
  private void trouble(Doors doors) throws IOException, InterruptedException {
    if (plan.rounds() == 0) {
      Door one = doors.doors.get(0);
      strike(doors, one, "restarted in order", one.app()::stopAndStart);
      Door two = doors.doors.get(1);
      strike(doors, two, "killed with -9", two.app()::killAndStart);
    }
    for (int round = 0; round < plan.rounds(); round++) {
      for (Door door : doors.doors) {
        strike(doors, door, "restarted in order", door.app()::stopAndStart);
      }
      for (Door door : doors.doors) {
        strike(doors, door, "killed with -9", door.app()::killAndStart);
      }
      report.factAlso("connections that the balancer cut", doors.balancer.cut());
    }
  }

  private interface Blow {
    void fall() throws IOException;
  }

  private void strike(Doors doors, Door door, String what, Blow blow)
      throws IOException, InterruptedException {
    awaitConnections(doors, door);
    long running = clients.stream().filter(StockClient::running).count();
    int connections = doors.balancer.connections(door.port());
    // A query of known length may be over on a slow machine; what is read in parts is not.
    if (connections == 0 || running < (plan.rounds() == 0 ? 1 : clients.size())) {
      report.finding(
          "nothing was tested: gateway %s with %d connections was %s while %d of %d clients ran"
              .formatted(door.name(), connections, what, running, clients.size()));
    }
    long begun = System.nanoTime();
    blow.fall();
    Doors.awaitReady(door);
    report.took(
        "from a gateway's being " + what + " to its being ready", System.nanoTime() - begun);
    report.factAlso("connections of clients when a gateway was " + what, connections);
    for (StockClient client : clients) {
      if (client.tag.endsWith("-parts")) {
        int parts = client.count("part");
        client.tell();
        client.awaitSaying("part", parts + 1, END_SECONDS);
      }
    }
  }

  private static void awaitConnections(Doors doors, Door door) throws InterruptedException {
    for (int i = 0; i < 1_200 && doors.balancer.connections(door.port()) == 0; i++) {
      Thread.sleep(50);
    }
  }

  /** The same by the same client, straight from the server. */
  private void compare(StockClient.Way direct) throws IOException, InterruptedException {
    for (String kind : plan.clients()) {
      List<StockClient> straights = new ArrayList<>();
      try {
        for (String work : plan.works()) {
          StockClient straight = client(kind, direct, "direct-" + name(kind), work, 0);
          straights.add(straight);
          straight.tell();
          straight.tell();
        }
        for (StockClient straight : straights) {
          straight.awaitEnd(END_SECONDS);
          compare(straight);
        }
      } finally {
        straights.forEach(StockClient::close);
      }
    }
  }

  private void compare(StockClient straight) {
    StockClient through =
        clients.stream()
            .filter(client -> straight.tag.equals("direct-" + client.tag))
            .findFirst()
            .orElseThrow();
    List<String> got = through.said();
    boolean whole = !got.isEmpty() && got.get(got.size() - 1).equals("end: stopped");
    boolean equal = whole && new HashSet<>(got).equals(new HashSet<>(straight.said()));
    report.fact(through.tag + " printed", (equal ? "what a direct one does: " : "") + result(got));
    if (!equal) {
      report.finding(through.tag + " printed " + got + ", and a direct one " + straight.said());
    }
  }

  private static String result(List<String> said) {
    List<String> results =
        said.stream().filter(line -> line.matches("(query|collect|bulk|part): .*")).toList();
    return results.isEmpty() ? "nothing" : results.get(0) + ", " + results.size() + " times";
  }

  private void count(Operations operations) {
    for (StockClient client : clients) {
      Set<String> tags = operations.tags(client.tag);
      int most = 0;
      int tasks = 0;
      for (String tag : tags) {
        Ran ran = operations.of(tag);
        Ran direct = operations.of("direct-" + (tag.equals(client.tag) ? tag : client.tag + "-1"));
        most = Math.max(most, ran.begun());
        tasks += ran.ended();
        if (!ran.equals(direct) || ran.begun() != 1) {
          report.finding(tag + " ran as " + ran + ", and a direct one as " + direct);
        }
      }
      report.fact(
          client.tag + " in Spark's event log",
          "%d operations, each begun %d times, %d tasks".formatted(tags.size(), most, tasks));
      if (tags.isEmpty()) {
        report.finding("nothing of " + client.tag + " is in Spark's event log");
      }
    }
  }
}
