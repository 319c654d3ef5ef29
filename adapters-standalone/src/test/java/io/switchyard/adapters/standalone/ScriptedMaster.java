package io.switchyard.adapters.standalone;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.switchyard.adapters.standalone.StandaloneConfig.MasterAddress;
import io.switchyard.domain.job.ExecutionId;
import io.switchyard.domain.job.Memory;
import io.switchyard.domain.job.SparkVersion;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * A master and its one worker that speak as the real ones do and do what the test says. Drivers
 * stay where the test puts them, or finish by themselves after {@link #finishAfter}.
 */
public final class ScriptedMaster implements AutoCloseable {

  /** What becomes of a request for a driver. */
  enum Create {
    /** The driver is made and the answer lost. */
    LOSE_ANSWER,
    /** The request stays on its way until {@link #deliverLate}. */
    HOLD
  }

  /** A request for a driver that was granted. */
  public static final class Driver {
    final String id;
    final JsonNode request;
    final long since = System.nanoTime();
    volatile String state = "RUNNING";
    String worker = WORKER;
    String exception = "";
    final Map<String, byte[]> logs = new HashMap<>();

    Driver(String id, JsonNode request) {
      this.id = id;
      this.request = request;
    }

    /** Whose driver it is. */
    public ExecutionId execution() {
      return LaunchClass.executionOf(request.path("mainClass").asText()).orElseThrow();
    }

    /** Spark's word for how it fares. */
    public String state() {
      return state;
    }

    boolean active() {
      return List.of("SUBMITTED", "RUNNING", "RELAUNCHING").contains(state);
    }

    String property(String key) {
      return request.path("sparkProperties").path(key).asText();
    }
  }

  static final String WORKER = "worker-20261121000000-127.0.0.1-7078";
  private static final int KEPT = 200;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final List<HttpServer> servers = new ArrayList<>();
  private final int cores;
  private final Memory memory;
  // Never out of threads: those who wait in awaitAllAsked must not keep out whom they wait for.
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Map<String, Driver> drivers = new LinkedHashMap<>();
  private final Map<String, Driver> forgotten = new LinkedHashMap<>();
  private final Deque<Create> creates = new ArrayDeque<>();
  private final Deque<Map.Entry<Integer, String>> answers = new ArrayDeque<>();
  private final List<JsonNode> held = new ArrayList<>();
  private final Map<String, Integer> asked = new HashMap<>();
  private final Map<Integer, Integer> madeThrough = new HashMap<>();
  private final Map<Integer, Integer> unanswered = new HashMap<>();
  private final List<HttpExchange> unansweredLogs = new ArrayList<>();
  private List<Integer> waitedFor = List.of();
  private int lastLog = Integer.MAX_VALUE;
  private String status = "ALIVE";
  private Duration life = Duration.ofDays(1);
  private int next;
  private int deadPort;

  ScriptedMaster() throws IOException {
    this(4, new Memory(4096));
  }

  /** Starts on free ports. */
  public ScriptedMaster(int cores, Memory memory) throws IOException {
    this.cores = cores;
    this.memory = memory;
    listen();
  }

  private URI listen() throws IOException {
    return listen(0);
  }

  private URI listen(int port) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.setExecutor(threads);
    server.createContext("/json/", this::page);
    server.createContext("/v1/submissions/create", this::create);
    server.createContext("/v1/submissions/status/", this::status);
    server.createContext("/v1/submissions/kill/", this::kill);
    server.createContext("/log/", this::log);
    server.start();
    servers.add(server);
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  private String url() {
    return "http://127.0.0.1:" + servers.get(0).getAddress().getPort();
  }

  /** It dies: what it was asked stays unanswered, and nobody listens there; its drivers run on. */
  public synchronized void die() {
    deadPort = servers.get(0).getAddress().getPort();
    servers.forEach(server -> server.stop(0));
    servers.clear();
  }

  /** It is there again, with all its drivers, where it was. */
  public synchronized void comeBack() throws IOException {
    listen(deadPort);
  }

  /** One more address of the same submission server, to tell clients apart by where they ask. */
  public synchronized URI anotherRestUrl() throws IOException {
    return listen();
  }

  /** How many drivers were asked for, and made, at this address. */
  public synchronized int madeThrough(URI restUrl) {
    return madeThrough.getOrDefault(restUrl.getPort(), 0);
  }

  /** The {@code nth} driver of this address is made, and who asked for it waits for an answer. */
  public synchronized void leaveUnanswered(URI restUrl, int nth) {
    unanswered.put(restUrl.getPort(), nth);
  }

  /** Who asks for a driver at one of these addresses is answered once all of them were asked. */
  public synchronized void answerOnceAllAsked(URI... restUrls) {
    waitedFor = Arrays.stream(restUrls).map(URI::getPort).toList();
  }

  /** From now on drivers finish that old. */
  public synchronized void finishAfter(Duration age) {
    life = age;
  }

  /** Where it is, and how big. */
  public MasterAddress address(String version) {
    return new MasterAddress(
        new SparkVersion(version),
        "spark://127.0.0.1:7077",
        URI.create(url()),
        URI.create(url() + "/"),
        1,
        cores,
        memory);
  }

  synchronized void onNextCreate(Create what) {
    creates.add(what);
  }

  /** The next request for a driver is answered so and makes none. */
  synchronized void answerNextCreate(int code, String body) {
    answers.add(Map.entry(code, body));
  }

  synchronized void deliverLate() {
    held.forEach(this::make);
    held.clear();
  }

  synchronized void status(String word) {
    status = word;
  }

  /** All drivers ever made, but those forgotten. */
  public synchronized List<Driver> drivers() {
    return List.copyOf(drivers.values());
  }

  synchronized Driver driver(String handle) {
    return drivers.get(handle.substring(handle.lastIndexOf('/') + 1));
  }

  synchronized void forget(Driver driver) {
    forgotten.put(driver.id, drivers.remove(driver.id));
  }

  /** Others ran {@code count} jobs; the master remembers the last 200 that ended. */
  synchronized void othersRan(int count) throws IOException {
    for (int i = 0; i < count; i++) {
      make(JSON.readTree("{\"mainClass\":\"com.acme.Other\"}")).state = "FINISHED";
    }
    List<Driver> ended = drivers.values().stream().filter(d -> !d.active()).toList();
    ended.stream().limit(Math.max(0, ended.size() - KEPT)).forEach(this::forget);
  }

  /** How often a page or action was asked for. */
  synchronized int asked(String path) {
    return asked.getOrDefault(path, 0);
  }

  private synchronized Driver make(JsonNode request) {
    String id = String.format(Locale.ROOT, "driver-20261121000000-%04d", next++);
    Driver driver = new Driver(id, request);
    drivers.put(id, driver);
    return driver;
  }

  private synchronized void count(String path) {
    asked.merge(path, 1, Integer::sum);
  }

  private void page(HttpExchange http) throws IOException {
    count("json");
    answer(http, 200, JSON.writeValueAsString(page()));
  }

  private synchronized Map<String, Object> page() {
    letFinish();
    List<Driver> active = drivers.values().stream().filter(Driver::active).toList();
    List<Driver> placed = active.stream().filter(d -> !d.worker.isEmpty()).toList();
    long taken = placed.stream().mapToLong(d -> mebibytes(d)).sum();
    Map<String, Object> worker =
        Map.of(
            "id",
            WORKER,
            "webuiaddress",
            url(),
            "state",
            "ALIVE",
            "coresfree",
            cores - placed.size(),
            "memoryfree",
            memory.mebibytes() - taken);
    return Map.of(
        "status", status,
        "workers", List.of(worker),
        "activedrivers", active.stream().map(ScriptedMaster::row).toList(),
        "completeddrivers",
            drivers.values().stream().filter(d -> !d.active()).map(ScriptedMaster::row).toList());
  }

  private void letFinish() {
    long now = System.nanoTime();
    drivers.values().stream()
        .filter(d -> d.active() && now - d.since >= life.toNanos())
        .forEach(d -> d.state = "FINISHED");
  }

  private static long mebibytes(Driver driver) {
    String memory = driver.property("spark.driver.memory");
    return memory.isEmpty() ? 1024 : Memory.parse(memory).mebibytes();
  }

  private static Map<String, Object> row(Driver driver) {
    return Map.of(
        "id",
        driver.id,
        "state",
        driver.state,
        "worker",
        driver.worker.isEmpty() ? "None" : driver.worker,
        "mainclass",
        driver.request.path("mainClass").asText(),
        "cores",
        1,
        "memory",
        mebibytes(driver));
  }

  private void create(HttpExchange http) throws IOException {
    count("create");
    JsonNode request = JSON.readTree(http.getRequestBody());
    String body;
    synchronized (this) {
      Create what = creates.poll();
      Map.Entry<Integer, String> scripted = answers.poll();
      if (what == Create.HOLD) {
        held.add(request);
        http.close();
        return;
      } else if (scripted != null) {
        answer(http, scripted.getKey(), scripted.getValue());
        return;
      } else if (!status.equals("ALIVE")) {
        answer(http, 200, notAlive());
        return;
      }
      Driver made = make(request);
      int door = http.getLocalAddress().getPort();
      int nth = madeThrough.merge(door, 1, Integer::sum);
      if (what == Create.LOSE_ANSWER) {
        http.close();
        return;
      } else if (unanswered.remove(door, nth)) {
        return;
      }
      awaitAllAsked();
      body = "{\"success\":true,\"submissionId\":\"" + made.id + "\"}";
    }
    answer(http, 200, body);
  }

  private synchronized void awaitAllAsked() throws IOException {
    notifyAll();
    try {
      while (!madeThrough.keySet().containsAll(waitedFor)) {
        wait();
      }
    } catch (InterruptedException e) {
      throw new InterruptedIOException("closed");
    }
  }

  private String notAlive() {
    return "{\"success\":false,\"message\":\"Current state is not alive: " + status + ".\"}";
  }

  private void status(HttpExchange http) throws IOException {
    count("status");
    String body;
    synchronized (this) {
      Driver driver = drivers.get(lastPart(http));
      body =
          driver == null
              ? "{\"success\":false,\"submissionId\":\"x\"}"
              : JSON.writeValueAsString(
                  Map.of(
                      "success", true, "driverState", driver.state, "message", driver.exception));
    }
    answer(http, 200, body);
  }

  private void kill(HttpExchange http) throws IOException {
    count("kill");
    synchronized (this) {
      Driver driver = drivers.get(lastPart(http));
      if (driver != null && driver.active()) {
        driver.state = "KILLED";
      }
    }
    answer(http, 200, "{\"success\":true}");
  }

  private static String lastPart(HttpExchange http) {
    String path = http.getRequestURI().getPath();
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /** What drivers have written to a stream, from now on; null for nothing at all. */
  public synchronized void write(Driver driver, String stream, byte @Nullable [] text) {
    if (text == null) {
      driver.logs.remove(stream);
    } else {
      driver.logs.put(stream, text);
    }
  }

  /** How many pieces of logs were asked for. */
  public synchronized int logsAsked() {
    return asked("log");
  }

  /** Pieces of logs are given after the {@code nth}, counted from the first of all, no more. */
  public synchronized void stopLogsAfter(int nth) {
    lastLog = nth;
  }

  private void log(HttpExchange http) throws IOException {
    count("log");
    synchronized (this) {
      if (asked("log") > lastLog) {
        unansweredLogs.add(http);
        return;
      }
    }
    Map<String, String> query = new HashMap<>();
    for (String pair : http.getRequestURI().getQuery().split("&")) {
      String[] keyAndValue = pair.split("=", 2);
      query.put(keyAndValue[0], keyAndValue[1]);
    }
    answer(http, 200, log(query));
  }

  private synchronized String log(Map<String, String> query) {
    String id = query.getOrDefault("driverId", "");
    Driver driver = drivers.getOrDefault(id, forgotten.get(id));
    byte[] all = driver == null ? null : driver.logs.get(query.get("logType"));
    if (all == null) {
      return "Error: invalid log directory /spark-work/" + id;
    }
    int length = Integer.parseInt(query.getOrDefault("byteLength", "102400"));
    String offset = query.get("offset");
    int from =
        offset == null
            ? Math.max(0, all.length - length)
            : (int) Math.min(Long.parseLong(offset), all.length);
    int to = (int) Math.min((long) from + length, all.length);
    String text = new String(Arrays.copyOfRange(all, from, to), StandardCharsets.UTF_8);
    return "==== Bytes %d-%d of %d of /spark-work/%s/ ====\n".formatted(from, to, all.length, id)
        + text;
  }

  private static void answer(HttpExchange http, int code, String body) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    try (http) {
      http.sendResponseHeaders(code, bytes.length);
      http.getResponseBody().write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    servers.forEach(server -> server.stop(0));
    threads.shutdownNow();
  }
}
