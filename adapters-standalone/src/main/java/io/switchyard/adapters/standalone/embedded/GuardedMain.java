package io.switchyard.adapters.standalone.embedded;

import java.lang.reflect.InvocationTargetException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;

/**
 * The main class of a Spark master or worker of ours: runs Spark's own main class in this process
 * and watches the application that owns it. Arguments: Spark's main class, then its arguments.
 *
 * <p>When the owner is gone, a worker stays for as long as drivers or executors run below it, and
 * then for the grace, so that an application that comes back finds the cluster and how its jobs
 * ended. A master stays until its worker is gone. Needs the JDK only.
 */
final class GuardedMain {

  /** File that names the owner, a {@link ProcessRef}. */
  static final String OWNER = "switchyard.guard.owner";

  /** Milliseconds without owner and work after which the process ends. */
  static final String GRACE = "switchyard.guard.grace";

  /** For a master: the file that names its worker. */
  static final String WORKER = "switchyard.guard.worker";

  private final Path owner;
  private final long graceNanos;
  private final Path worker;

  private GuardedMain(Path owner, Duration grace, Path worker) {
    this.owner = owner;
    this.graceNanos = grace.toNanos();
    this.worker = worker;
  }

  public static void main(String[] args) {
    ignoreTerminal();
    GuardedMain guard =
        new GuardedMain(
            Path.of(System.getProperty(OWNER)),
            Duration.ofMillis(Long.getLong(GRACE)),
            Path.of(System.getProperty(WORKER, "")));
    Thread watch = new Thread(guard::watch, "switchyard-guard");
    watch.setDaemon(true);
    watch.start();
    runSpark(args[0], Arrays.copyOfRange(args, 1, args.length));
  }

  private static void runSpark(String mainClass, String[] args) {
    try {
      Class.forName(mainClass).getMethod("main", String[].class).invoke(null, (Object) args);
    } catch (InvocationTargetException e) {
      fail(e.getCause());
    } catch (ReflectiveOperationException e) {
      fail(e);
    }
  }

  /** Spark's own threads would keep a process without a running master or worker alive. */
  private static void fail(Throwable cause) {
    cause.printStackTrace();
    Runtime.getRuntime().exit(1);
  }

  /**
   * Ctrl-C and the end of a terminal reach every process started from it. Only the owner shall act
   * on them, and then stop us in order; drivers and executors inherit this.
   */
  private static void ignoreTerminal() {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object ignore = handler.getField("SIG_IGN").get(null);
      for (String name : new String[] {"INT", "HUP"}) {
        Object one = signal.getConstructor(String.class).newInstance(name);
        signal.getMethod("handle", signal, handler).invoke(null, one, ignore);
      }
    } catch (ReflectiveOperationException e) {
      // A JVM without these signals has no terminal to ignore.
    }
  }

  private void watch() {
    long pauseMillis = Math.max(100, Math.min(1_000, graceNanos / 4_000_000));
    long neededAt = System.nanoTime();
    long ownedAt = neededAt;
    try {
      while (true) {
        Thread.sleep(pauseMillis);
        long now = System.nanoTime();
        if (ProcessRef.living(owner).isPresent()) {
          ownedAt = now;
          neededAt = now;
        } else if (busy()) {
          neededAt = now;
        }
        long quiet = isMaster() ? 0 : graceNanos;
        if (now - ownedAt > graceNanos && now - neededAt > quiet) {
          Runtime.getRuntime().exit(0);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean isMaster() {
    return !worker.toString().isEmpty();
  }

  /** A worker's children are its drivers and executors. */
  private boolean busy() {
    return isMaster()
        ? ProcessRef.living(worker).isPresent()
        : ProcessHandle.current().children().anyMatch(ProcessHandle::isAlive);
  }
}
