package io.switchyard.benchmarks.chaos.spark;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.switchyard.benchmarks.chaos.Moment;
import io.switchyard.benchmarks.chaos.Tally;
import io.switchyard.benchmarks.chaos.spark.Exchange.Reply;
import io.switchyard.benchmarks.chaos.spark.Exchange.Request;
import io.switchyard.benchmarks.chaos.spark.Network.Fate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A Spark standalone master and its worker over HTTP, as a bad network lets them be seen: requests
 * and answers are lost, late and doubled.
 */
public final class ScriptedMaster implements Door.Room, AutoCloseable {

  public static final int CORES = 64;
  public static final int GIBIBYTES = 256;
  private static final String CREATE = "/v1/submissions/create";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Network network;
  private final ScheduledExecutorService time = Executors.newScheduledThreadPool(2);
  private final Tally tally;
  private final Cluster cluster;
  private final BiConsumer<String, Moment> watcher;
  private final Map<String, Door> doors = new LinkedHashMap<>();
  private final List<CreateFacts> creates = new ArrayList<>();
  private volatile boolean staysUp;

  /**
   * @param faults percent of the usual rates
   * @param watcher is told by which door which moment has come, on the thread that answers
   */
  public ScriptedMaster(
      Random random, int faults, Tally tally, BiConsumer<String, Moment> watcher) {
    this.network = new Network(random, faults, tally);
    this.tally = tally;
    this.watcher = watcher;
    this.cluster = new Cluster(CORES, GIBIBYTES * 1024L, network, time, tally);
  }

  /** One more address, for the process of that name; REST, web pages and the worker's logs. */
  public URI open(String door) throws IOException {
    Door opened = Door.open(door, this);
    doors.put(door, opened);
    return opened.uri();
  }

  /** Restarts the master now and then; its worker and drivers live on. */
  public void restartEvery(Duration interval) {
    ScheduledFuture<?> unused =
        time.scheduleAtFixedRate(
            () -> {
              if (!staysUp) {
                tally.count("master restarts");
                cluster.restart();
              }
            },
            interval.toMillis(),
            interval.toMillis(),
            TimeUnit.MILLISECONDS);
  }

  /** From now on the master stays up; the network stays as it is. */
  public void stayUp() {
    staysUp = true;
  }

  public List<DriverFacts> drivers() {
    return cluster.drivers();
  }

  public synchronized List<CreateFacts> creates() {
    return List.copyOf(creates);
  }

  @Override
  public Reply answer(Request request, String door) {
    try {
      return request.path().equals(CREATE) ? create(request, door) : other(request, door);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void answered(Request request, String door) {
    if (request.path().equals(CREATE)) {
      watcher.accept(door, Moment.DRIVER_TOLD);
    } else if (request.path().equals("/json/")) {
      watcher.accept(door, Moment.STATE_TOLD);
    }
  }

  private Reply create(Request request, String door) throws IOException {
    JsonNode wanted = JSON.readTree(request.body());
    Fate fate = network.fate(true);
    String made = null;
    if (fate == Fate.REQUEST_LATE) {
      late(() -> submit(wanted));
    } else if (fate != Fate.REQUEST_LOST) {
      made = submit(wanted);
    }
    String told = made;
    if (fate == Fate.REQUEST_TWICE && network.oneIn(2)) {
      told = submit(wanted);
    } else if (fate == Fate.REQUEST_TWICE) {
      late(() -> submit(wanted));
    }
    remember(new CreateFacts(Driver.execution(wanted), door, Instant.now(), fate.name(), made));
    if (made != null) {
      watcher.accept(door, Moment.DRIVER_MADE);
    }
    Map<String, Object> body = new LinkedHashMap<>();
    if (told == null) {
      body.putAll(notAlive());
    } else {
      body.put("action", "CreateSubmissionResponse");
      body.put("message", "Driver successfully submitted as " + told);
      body.put("serverSparkVersion", "4.1.2");
      body.put("submissionId", told);
      body.put("success", true);
    }
    return reply(body, fate);
  }

  private synchronized void remember(CreateFacts create) {
    creates.add(create);
  }

  private void late(Runnable work) {
    ScheduledFuture<?> unused =
        time.schedule(work, network.late().toMillis(), TimeUnit.MILLISECONDS);
  }

  private @Nullable String submit(JsonNode wanted) {
    tally.count("creates that arrived");
    return cluster.alive() ? cluster.submit(wanted) : null;
  }

  private Reply other(Request request, String door) throws IOException {
    Fate fate = network.fate(false);
    if (request.path().startsWith("/log/")) {
      byte[] page = log(request).getBytes(StandardCharsets.UTF_8);
      return new Reply(200, page, fate.delivery(), delay(fate));
    }
    Map<String, Object> body = new LinkedHashMap<>();
    if (request.path().equals("/json/")) {
      tally.count("looks at the master");
      body.putAll(cluster.page("" + Objects.requireNonNull(doors.get(door)).uri()));
    } else if (!cluster.alive()) {
      body.putAll(notAlive());
    } else if (request.path().contains("/kill/")) {
      if (fate != Fate.REQUEST_LOST) {
        cluster.kill(request.lastPart());
      }
      body.put("success", true);
    } else {
      cluster.status(request.lastPart()).ifPresent(body::putAll);
      body.put("submissionId", request.lastPart());
      body.put("success", body.containsKey("driverState"));
    }
    return reply(body, fate);
  }

  private Reply reply(Map<String, Object> body, Fate fate) throws IOException {
    return new Reply(200, JSON.writeValueAsBytes(body), fate.delivery(), delay(fate));
  }

  private Duration delay(Fate fate) {
    return fate == Fate.ANSWER_SLOW ? network.slow() : Duration.ZERO;
  }

  private static Map<String, Object> notAlive() {
    return Map.of(
        "success", false, "message", "Current state is not alive: RECOVERING. Can only accept.");
  }

  /** As a worker answers: a header line, then the bytes asked for. */
  private String log(Request request) {
    String id = request.query().getOrDefault("driverId", "");
    String type = request.query().getOrDefault("logType", "");
    byte[] all =
        cluster
            .log(id, type.equals("stderr"))
            .map(text -> text.getBytes(StandardCharsets.UTF_8))
            .orElse(null);
    if (all == null) {
      return "Error: invalid log directory /spark-work/" + id;
    }
    int length = Integer.parseInt(request.query().getOrDefault("byteLength", "102400"));
    String offset = request.query().get("offset");
    int from =
        offset == null
            ? Math.max(0, all.length - length)
            : (int) Math.min(Long.parseLong(offset), all.length);
    int to = (int) Math.min((long) from + length, all.length);
    return "==== Bytes %d-%d of %d of /spark-work/%s/%s ====\n"
            .formatted(from, to, all.length, id, type)
        + new String(Arrays.copyOfRange(all, from, to), StandardCharsets.UTF_8);
  }

  @Override
  public void close() throws IOException {
    time.shutdownNow();
    for (Door door : doors.values()) {
      door.close();
    }
  }
}
