package io.switchyard.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The web page of a Spark master with thousands of running drivers, each with its application, as
 * Spark prints it. A process of its own, so that what it uses is not counted.
 */
final class BigMaster {

  private static final int WORKERS = 100;
  private static final int KEPT = 200;

  private final int port;
  private final Set<Integer> running = new TreeSet<>();
  private final Deque<Integer> finished = new ArrayDeque<>();
  private final AtomicLong asked = new AtomicLong();
  private final String[] applications;
  private final String[] rows;
  private final String workers;
  private byte @Nullable [] page;

  private BigMaster(int port, int drivers) {
    this.port = port;
    this.workers =
        IntStream.range(0, WORKERS).mapToObj(this::worker).collect(Collectors.joining(", "));
    this.applications =
        IntStream.range(0, drivers).mapToObj(BigMaster::application).toArray(String[]::new);
    this.rows = IntStream.range(0, drivers).mapToObj(BigMaster::row).toArray(String[]::new);
    IntStream.range(0, drivers).forEach(running::add);
  }

  /** Arguments: port, number of drivers. */
  public static void main(String[] arguments) throws IOException {
    int port = Integer.parseInt(arguments[0]);
    BigMaster master = new BigMaster(port, Integer.parseInt(arguments[1]));
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    HttpServer server = HttpServer.create(address, 0);
    server.setExecutor(Executors.newFixedThreadPool(4));
    server.createContext("/", http -> answer(http, "up".getBytes(UTF_8)));
    server.createContext("/json/", master::json);
    server.createContext("/log/", http -> answer(http, LOG.getBytes(UTF_8)));
    server.createContext("/asked", http -> answer(http, ("" + master.asked).getBytes(UTF_8)));
    server.createContext(
        "/size", http -> answer(http, ("" + master.page().length).getBytes(UTF_8)));
    server.createContext("/finish/", master::finish);
    server.start();
  }

  private static final String LOG =
      "==== Bytes 0-23 of 23 of /spark/work ====\n[switchyard] succeeded\n";

  /** A driver's id, as a master gives them. */
  static String driver(int number) {
    return String.format(Locale.ROOT, "driver-20261121000000-%04d", number);
  }

  private void json(HttpExchange http) throws IOException {
    asked.incrementAndGet();
    answer(http, page());
  }

  private synchronized byte[] page() {
    byte[] known = page;
    if (known == null) {
      known = render();
      page = known;
    }
    return known;
  }

  private synchronized void finish(HttpExchange http) throws IOException {
    String path = http.getRequestURI().getPath();
    int number = Integer.parseInt(path.substring(path.lastIndexOf('/') + 1));
    if (running.remove(number)) {
      finished.addLast(number);
      if (finished.size() > KEPT) {
        finished.removeFirst();
      }
      rows[number] = rows[number].replace("RUNNING", "FINISHED");
      page = null;
    }
    answer(http, "done".getBytes(UTF_8));
  }

  /** Of pieces made before: what this takes of the machine the application lacks. */
  private byte[] render() {
    StringBuilder text = new StringBuilder(8_000_000);
    text.append("{\n  \"url\" : \"spark://master.example.com:7077\",\n  \"workers\" : [ ");
    text.append(workers).append(" ],\n  \"activeapps\" : [ ");
    append(text, running, applications);
    text.append(" ],\n  \"completedapps\" : [ ],\n  \"activedrivers\" : [ ");
    append(text, running, rows);
    text.append(" ],\n  \"completeddrivers\" : [ ");
    append(text, finished, rows);
    String page = text.append(" ],\n  \"status\" : \"ALIVE\"\n}").toString();
    return page.getBytes(UTF_8);
  }

  private static void append(StringBuilder text, Iterable<Integer> numbers, String[] pieces) {
    String comma = "";
    for (int number : numbers) {
      text.append(comma).append(pieces[number]);
      comma = ", ";
    }
  }

  private String worker(int number) {
    return """
    {
        "id" : "worker-20261121000000-10.0.0.%d-7078",
        "host" : "10.0.0.%d",
        "port" : 7078,
        "webuiaddress" : "http://127.0.0.1:%d",
        "cores" : 1000,
        "coresused" : 200,
        "coresfree" : 800,
        "memory" : 4096000,
        "memoryused" : 204800,
        "memoryfree" : 3891200,
        "resources" : { },
        "resourcesused" : { },
        "resourcesfree" : { },
        "state" : "ALIVE",
        "lastheartbeat" : 1795219200000
      }"""
        .formatted(number, number, port);
  }

  private static String application(int number) {
    return """
    {
        "id" : "app-20261121000000-%04d",
        "starttime" : 1795219200000,
        "name" : "nightly",
        "cores" : 1,
        "user" : "spark",
        "memoryperexecutor" : 1024,
        "memoryperslave" : 1024,
        "resourcesperexecutor" : [ ],
        "resourcesperslave" : [ ],
        "submitdate" : "Sat Nov 21 00:00:00 UTC 2026",
        "state" : "RUNNING",
        "duration" : 3600000
      }"""
        .formatted(number);
  }

  private static String row(int number) {
    return """
    {
        "id" : "%s",
        "starttime" : "1795219200000",
        "state" : "RUNNING",
        "cores" : 1,
        "memory" : 1024,
        "submitdate" : "Sat Nov 21 00:00:00 UTC 2026",
        "worker" : "worker-20261121000000-10.0.0.%d-7078",
        "mainclass" : "io.switchyard.run.exec_%026d"
      }"""
        .formatted(driver(number), number % WORKERS, 2 * number + 2);
  }

  private static void answer(HttpExchange http, byte[] body) throws IOException {
    http.sendResponseHeaders(200, body.length);
    try (OutputStream out = http.getResponseBody()) {
      out.write(body);
    }
  }
}
