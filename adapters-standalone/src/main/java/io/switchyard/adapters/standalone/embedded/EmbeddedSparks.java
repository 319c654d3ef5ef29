package io.switchyard.adapters.standalone.embedded;

import io.switchyard.adapters.standalone.embedded.EmbeddedConfig.Size;
import io.switchyard.domain.input.DidYouMean;
import io.switchyard.domain.input.InvalidValue;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/**
 * The Spark clusters of one application: at most one per configured version, each prepared in the
 * background when it is first asked for. Clusters that an earlier run of the application left
 * behind with their drivers are adopted at once. Safe for use by several threads.
 */
public final class EmbeddedSparks implements AutoCloseable {

  private static final Duration IDLE_LOOK = Duration.ofSeconds(30);

  private final Map<String, EmbeddedLine> lines = new LinkedHashMap<>();
  private final StateLock lock;
  private final ExecutorService workers;
  private final ScheduledExecutorService clock;

  /**
   * What Spark is run with.
   *
   * @param sparkHome folder whose {@code jars/} is the class path of drivers
   * @param javaFeature feature version of the JDK in {@code javaHome}
   * @param moduleOptions JVM options that a driver of Spark 3.5 must be given by its submitter and
   *     that do no harm to others
   * @param workFolder where drivers and executors write: {@code <driver id>/stdout} and so on
   * @param localFolder for shuffle and other temporary files, and a good {@code java.io.tmpdir} for
   *     drivers and executors; removed when the cluster ends
   */
  public record Runtime(
      Path sparkHome,
      Path javaHome,
      int javaFeature,
      List<String> moduleOptions,
      Path workFolder,
      Path localFolder) {

    public Runtime {
      moduleOptions = List.copyOf(moduleOptions);
    }
  }

  /**
   * Where one cluster is reached; all on the loopback address. Stays true while the cluster lives,
   * also over restarts of its processes; a later start of the cluster may listen elsewhere.
   *
   * @param masterUrl {@code spark://127.0.0.1:<port>}
   * @param restUrl root of the submission server, without a trailing slash, as are the others
   * @param size what the worker offers, fixed when the cluster was started
   */
  public record Endpoints(
      String version,
      String masterUrl,
      URI restUrl,
      URI masterUiUrl,
      URI workerUiUrl,
      Size size,
      Runtime runtime) {}

  /** How far a cluster is. */
  public enum Phase {
    /** Not asked for yet, or stopped because nobody used it. */
    OFF,
    /** Its Spark is being fetched. */
    FETCHING,
    /** Its processes come up or are adopted. */
    STARTING,
    /** Jobs can be submitted. */
    READY,
    /** It could not be started; tried again when asked for later. */
    FAILED
  }

  /**
   * The state of one cluster, for people.
   *
   * @param sentence what happens or, after a failure, what to do
   */
  public record Status(Phase phase, String sentence) {}

  /** Spark cannot be had or run as things are; the message says what to do. */
  public static final class Unavailable extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    Unavailable(String sentence) {
      super(sentence);
    }

    Unavailable(String sentence, Throwable cause) {
      super(sentence, cause);
    }
  }

  private EmbeddedSparks(EmbeddedConfig config, InstantSource time, StateLock lock) {
    this.lock = lock;
    this.workers = Executors.newCachedThreadPool(daemons("spark-start"));
    this.clock = Executors.newSingleThreadScheduledExecutor(daemons("spark-idle"));
    Map<String, String> environment = System.getenv();
    SparkDistributions distributions =
        new SparkDistributions(
            config.stateFolder().resolve("spark"),
            config.homes().spark(),
            new MavenFetch(environment, config.times().fetch()));
    JavaHomes javas = JavaHomes.ofSystem(config.homes().java(), environment);
    HttpClient http = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
    LineTools tools = new LineTools(config, distributions, javas, http, workers);
    config.versions().forEach(v -> lines.put(v, new EmbeddedLine(v, tools, time)));
  }

  /**
   * Takes the state folder and begins to adopt what an earlier run left in it. Does not block.
   *
   * @throws Unavailable if another living application has the folder, or it cannot be written
   */
  public static EmbeddedSparks open(EmbeddedConfig config, InstantSource time) {
    EmbeddedSparks sparks = new EmbeddedSparks(config, time, StateLock.take(config.stateFolder()));
    sparks.lines.values().forEach(line -> line.adoptIfLeft(time.instant()));
    sparks.stopIdleLines(config, time);
    return sparks;
  }

  private void stopIdleLines(EmbeddedConfig config, InstantSource time) {
    Duration limit = config.times().idleStop();
    long period = Math.min(limit.toMillis(), IDLE_LOOK.toMillis());
    List<EmbeddedLine> others = lines.values().stream().skip(1).toList();
    var unused =
        clock.scheduleWithFixedDelay(
            () -> others.forEach(line -> line.stopIfUnusedSince(time.instant().minus(limit))),
            period,
            period,
            TimeUnit.MILLISECONDS);
  }

  private static ThreadFactory daemons(String name) {
    return task -> {
      Thread thread = new Thread(task, name);
      thread.setDaemon(true);
      return thread;
    };
  }

  /** The versions that can be asked for, the default first. */
  public List<String> versions() {
    return List.copyOf(lines.keySet());
  }

  /**
   * Where the cluster of {@code version} is reached; empty while it is not ready, in which case
   * this call has made sure that it is being prepared: {@link #status} tells how far it is. Does
   * not block. Counts as use of the cluster.
   *
   * @throws InvalidValue if the version is not configured
   */
  public Optional<Endpoints> endpoints(String version) {
    return line(version).endpoints();
  }

  /**
   * How far the cluster of {@code version} is. Starts nothing and does not block.
   *
   * @throws InvalidValue if the version is not configured
   */
  public Status status(String version) {
    return line(version).status();
  }

  /** The clusters that are ready, by version. Starts nothing and does not count as use. */
  public Map<String, Endpoints> ready() {
    Map<String, Endpoints> found = new LinkedHashMap<>();
    lines.forEach((version, line) -> line.ifReady().ifPresent(e -> found.put(version, e)));
    return Map.copyOf(found);
  }

  /**
   * How drivers ended that the present cluster of {@code version} does not know, because the one
   * they ran on is gone: driver id to Spark's word, such as FINISHED or KILLED. Covers the cluster
   * that ended last, whether {@link #close} ended it or it outlived its application; empty if that
   * one was killed. Reads a file.
   *
   * @throws InvalidValue if the version is not configured
   */
  public Map<String, String> ended(String version) {
    return line(version).ended();
  }

  private EmbeddedLine line(String version) {
    EmbeddedLine line = lines.get(version);
    if (line == null) {
      throw InvalidValue.of(
          version,
          "is not a configured Spark version",
          DidYouMean.among(lines.keySet(), version)
              .map(near -> "did you mean " + near + "?")
              .orElseGet(() -> "configured: " + String.join(", ", lines.keySet())));
    }
    return line;
  }

  /**
   * Ends all clusters with their drivers and gives the state folder back. Returns when every
   * process is gone, within seconds. Repeatable.
   */
  @Override
  public void close() {
    clock.shutdownNow();
    workers.shutdownNow();
    lines.values().parallelStream().forEach(EmbeddedLine::close);
    lock.close();
  }
}
