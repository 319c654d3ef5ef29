package io.switchyard.adapters.standalone.embedded;

import io.switchyard.adapters.standalone.embedded.ClusterFolder.Cluster;
import io.switchyard.adapters.standalone.embedded.EmbeddedConfig.Size;
import io.switchyard.adapters.standalone.embedded.EmbeddedSparks.Endpoints;
import io.switchyard.adapters.standalone.embedded.EmbeddedSparks.Unavailable;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A master and a worker of one Spark version, in one folder. Once started they are kept up until
 * {@link #close}: one that dies is started again where it listened before, so that drivers and jobs
 * find it. If this process dies instead, they go on while drivers run (see {@link GuardedMain}) and
 * the next one adopts them.
 *
 * <p>The folder belongs to one instance at a time; the caller sees to that.
 */
final class EmbeddedSpark implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedSpark.class);
  private static final Duration STOP_PATIENCE = Duration.ofSeconds(8);
  private static final Duration ADOPT_PATIENCE = Duration.ofSeconds(15);
  private static final int PORT_ATTEMPTS = 3;
  private static final long PROBE_MILLIS = 50;

  private final ClusterFolder folder;
  private final SparkCommand command;
  private final Size size;
  private final Duration startLimit;
  private final HttpClient http;
  private final Children children;
  private @Nullable Cluster cluster;

  EmbeddedSpark(SparkCommand command, Size size, Duration startLimit, HttpClient http) {
    this.command = command;
    this.folder = command.folder();
    this.size = size;
    this.startLimit = startLimit;
    this.http = http;
    this.children = new Children(command);
  }

  /** Whether processes of an earlier run live in {@code folder}. */
  static boolean leftIn(ClusterFolder folder) {
    return folder.readCluster().isPresent()
        && Stream.of(Role.values()).anyMatch(role -> folder.living(role).isPresent());
  }

  /**
   * Adopts what an earlier run left, or starts afresh, and returns when jobs can be submitted.
   * Called once.
   *
   * @throws Unavailable with the end of the log if a process died or none answered in time
   */
  Endpoints start() throws InterruptedException {
    long began = System.nanoTime();
    boolean up = false;
    try {
      folder.prepare();
      ProcessRef.of(ProcessHandle.current()).write(folder.owner());
      Optional<Cluster> adopted = adopted();
      Cluster running = adopted.isPresent() ? adopted.get() : fresh();
      cluster = running;
      children.supervise(running);
      up = true;
      LOG.atInfo()
          .addKeyValue("spark_version", running.version())
          .addKeyValue("master_ui", "http://127.0.0.1:" + running.ports().masterUi())
          .addKeyValue("adopted", adopted.isPresent())
          .addKeyValue("millis", (System.nanoTime() - began) / 1_000_000)
          .log("Spark is up");
      return endpoints(running, command);
    } catch (IOException e) {
      throw new Unavailable(
          "Spark %s could not be started in %s: %s; check that the disk is not full and that the folder may be written"
              .formatted(command.spark().version(), folder.root(), e),
          e);
    } finally {
      if (!up) {
        children.end(STOP_PATIENCE);
      }
    }
  }

  private Optional<Cluster> adopted() throws IOException, InterruptedException {
    Optional<Cluster> earlier = folder.readCluster();
    if (earlier.isEmpty() || !leftIn(folder)) {
      return Optional.empty();
    }
    children.adopt();
    children.startMissing(earlier.get());
    if (answers(earlier.get(), ADOPT_PATIENCE)) {
      return earlier;
    }
    LOG.atWarn()
        .addKeyValue("spark_version", earlier.get().version())
        .log("what an earlier run left of Spark does not answer and is ended");
    children.end(STOP_PATIENCE);
    return Optional.empty();
  }

  private Cluster fresh() throws IOException, InterruptedException {
    Optional<Ports> before = folder.readCluster().map(Cluster::ports).filter(Ports::allFree);
    for (int attempt = 1; ; attempt++) {
      folder.clear();
      folder.prepare();
      folder.turnLogs();
      Ports ports = attempt == 1 && before.isPresent() ? before.get() : Ports.free();
      Cluster next = new Cluster(command.spark().version(), ports, size.cores(), size.memoryMb());
      folder.writeCluster(next);
      children.startMissing(next);
      if (answers(next, startLimit)) {
        return next;
      }
      children.end(STOP_PATIENCE);
      if (attempt == PORT_ATTEMPTS || !lostPort()) {
        throw notUp();
      }
    }
  }

  /** True once ready; false if the time is over or a process has ended. */
  private boolean answers(Cluster candidate, Duration limit) throws InterruptedException {
    MasterPage page = new MasterPage(http, candidate.ports());
    long deadline = System.nanoTime() + limit.toNanos();
    while (System.nanoTime() < deadline && children.allAlive()) {
      if (page.ready()) {
        return true;
      }
      Thread.sleep(PROBE_MILLIS);
    }
    return false;
  }

  /** Another process may take a port between our look and the start. */
  private boolean lostPort() {
    return Stream.of(Role.values()).anyMatch(role -> folder.tail(role).contains("BindException"));
  }

  private Unavailable notUp() {
    Role guilty = folder.tail(Role.MASTER).contains("ERROR") ? Role.MASTER : Role.WORKER;
    String what = Files.exists(folder.log(guilty)) ? folder.tail(guilty) : "nothing";
    return new Unavailable(
        "Spark %s did not start (limit %d s); the %s wrote, at the end of %s:\n%s"
            .formatted(
                command.spark().version(),
                startLimit.toSeconds(),
                guilty.word(),
                folder.log(guilty),
                what));
  }

  /** Whether the cluster is up and no driver runs or waits on it. */
  boolean idle() throws InterruptedException {
    Cluster running = cluster;
    return running != null && new MasterPage(http, running.ports()).idle();
  }

  static Endpoints endpoints(Cluster running, SparkCommand command) {
    Ports ports = running.ports();
    return new Endpoints(
        running.version(),
        SparkCommand.masterUrl(ports),
        URI.create("http://127.0.0.1:" + ports.rest()),
        URI.create("http://127.0.0.1:" + ports.masterUi()),
        URI.create("http://127.0.0.1:" + ports.workerUi()),
        new Size(running.cores(), running.memoryMb()),
        new EmbeddedSparks.Runtime(
            command.spark().home(),
            command.java().home(),
            command.java().feature(),
            ModuleOptions.of(command.java().feature()),
            command.folder().work(),
            command.folder().local()));
  }

  /** Ends master, worker and every driver and executor; returns when they are gone. */
  @Override
  public void close() {
    Cluster running = cluster;
    try {
      if (running != null) {
        new MasterPage(http, running.ports()).save(folder.lastPage());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    children.end(STOP_PATIENCE);
    try {
      folder.clear();
      Files.deleteIfExists(folder.owner());
    } catch (IOException e) {
      LOG.atWarn().setCause(e).log("temporary files of Spark could not be removed");
    }
  }
}
