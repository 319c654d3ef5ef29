package io.switchyard.adapters.standalone.embedded;

import io.switchyard.adapters.standalone.embedded.ClusterFolder.Cluster;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The two processes of one cluster, started by us or adopted. Safe for use by several threads. */
final class Children {

  private static final Logger LOG = LoggerFactory.getLogger(Children.class);
  private static final long STEADY_NANOS = TimeUnit.SECONDS.toNanos(60);
  private static final int MAX_BACKOFF_SECONDS = 30;

  private final SparkCommand command;
  private final Map<Role, ProcessHandle> running = new EnumMap<>(Role.class);
  private final Map<Role, Long> startedAt = new EnumMap<>(Role.class);
  private final Map<Role, Integer> failures = new EnumMap<>(Role.class);
  private @Nullable ScheduledExecutorService supervisor;
  private boolean ended;

  Children(SparkCommand command) {
    this.command = command;
  }

  /** Takes over the processes that the folder names and that live. */
  synchronized void adopt() {
    for (Role role : Role.values()) {
      command.folder().living(role).ifPresent(p -> running.put(role, p));
    }
  }

  /** Starts those that do not run, master first; they find each other in any order. */
  synchronized void startMissing(Cluster cluster) throws IOException {
    for (Role role : Role.values()) {
      if (!alive(role)) {
        start(role, cluster);
      }
    }
  }

  private ProcessHandle start(Role role, Cluster cluster) throws IOException {
    if (role == Role.MASTER && !alive(Role.WORKER)) {
      // A master that remembers a worker which is gone waits a minute for it.
      WholeFiles.delete(command.folder().recovery());
      command.folder().prepare();
    }
    Process process = command.start(role, cluster);
    process.getOutputStream().close();
    running.put(role, process.toHandle());
    startedAt.put(role, System.nanoTime());
    ProcessRef.of(process.toHandle()).write(command.folder().process(role));
    return process.toHandle();
  }

  synchronized boolean allAlive() {
    return alive(Role.MASTER) && alive(Role.WORKER);
  }

  private boolean alive(Role role) {
    ProcessHandle process = running.get(role);
    return process != null && ProcessRef.lives(process);
  }

  /** From now on, until {@link #end}, starts each process again when it dies. */
  synchronized void supervise(Cluster cluster) {
    supervisor =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "spark-supervisor-" + cluster.version());
              thread.setDaemon(true);
              return thread;
            });
    running.forEach((role, process) -> watch(role, process, cluster));
  }

  private void watch(Role role, ProcessHandle process, Cluster cluster) {
    var unused = process.onExit().thenRun(() -> lost(role, process, cluster));
  }

  private synchronized void lost(Role role, ProcessHandle process, Cluster cluster) {
    if (ended || supervisor == null || running.get(role) != process) {
      return;
    }
    long lived = System.nanoTime() - startedAt.getOrDefault(role, 0L);
    int failed = lived > STEADY_NANOS ? 0 : failures.getOrDefault(role, 0);
    failures.put(role, failed + 1);
    int pause = failed == 0 ? 0 : Math.min(MAX_BACKOFF_SECONDS, 1 << Math.min(failed, 5));
    LOG.atWarn()
        .addKeyValue("spark_version", cluster.version())
        .addKeyValue("role", role.word())
        .addKeyValue("pid", process.pid())
        .addKeyValue("log", command.folder().log(role))
        .addKeyValue("restart_in_s", pause)
        .log("a Spark process died and is started again");
    var unused = supervisor.schedule(() -> restart(role, cluster), pause, TimeUnit.SECONDS);
  }

  private synchronized void restart(Role role, Cluster cluster) {
    if (ended || alive(role)) {
      return;
    }
    try {
      watch(role, start(role, cluster), cluster);
    } catch (IOException e) {
      LOG.atError()
          .addKeyValue("spark_version", cluster.version())
          .addKeyValue("role", role.word())
          .setCause(e)
          .log("a Spark process could not be started again");
    }
  }

  /** Ends both and everything below them; until {@link #startMissing} none is started again. */
  void end(Duration patience) {
    Map<Role, ProcessHandle> last = new EnumMap<>(Role.class);
    synchronized (this) {
      if (supervisor != null) {
        ended = true;
        supervisor.shutdownNow();
      }
      last.putAll(running);
      running.clear();
    }
    ProcessTree.end(last.values(), patience);
  }
}
