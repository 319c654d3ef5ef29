package io.switchyard.adapters.standalone.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

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

  /** For a master: the address of its page with the states of its drivers. */
  static final String PAGE = "switchyard.guard.page";

  /** For a master: the file that keeps the page when the guard ends the process. */
  static final String LAST_PAGE = "switchyard.guard.last-page";

  /** For a worker: the port of its master, to wait for before Spark starts. */
  static final String MASTER_PORT = "switchyard.guard.master-port";

  private static final int EXIT_MILLIS = 20_000;

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
      awaitMaster();
      Class.forName(mainClass).getMethod("main", String[].class).invoke(null, (Object) args);
    } catch (InvocationTargetException e) {
      fail(e.getCause() == null ? e : e.getCause());
    } catch (ReflectiveOperationException e) {
      fail(e);
    }
  }

  /** A worker that finds no master tries again after 5 to 15 s, which is long for a start. */
  private static void awaitMaster() {
    int port = Integer.getInteger(MASTER_PORT, 0);
    boolean open = port == 0;
    while (!open) {
      try (Socket master = new Socket(InetAddress.getLoopbackAddress(), port)) {
        open = master.isConnected();
      } catch (IOException e) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
      }
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
          leave();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Ends the process in order, or by force if that takes too long. */
  private void leave() {
    if (isMaster()) {
      savePage();
    }
    Thread force =
        new Thread(
            () -> {
              LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(EXIT_MILLIS));
              Runtime.getRuntime().halt(0);
            });
    force.setDaemon(true);
    force.start();
    Runtime.getRuntime().exit(0);
  }

  /** Drivers that ended without an owner to see it would otherwise be forgotten with us. */
  private static void savePage() {
    Path file = Path.of(System.getProperty(LAST_PAGE));
    Path draft = file.resolveSibling(file.getFileName() + ".new");
    try {
      URLConnection page = URI.create(System.getProperty(PAGE)).toURL().openConnection();
      page.setConnectTimeout(EXIT_MILLIS / 4);
      page.setReadTimeout(EXIT_MILLIS / 4);
      try (InputStream in = page.getInputStream()) {
        Files.copy(in, draft, StandardCopyOption.REPLACE_EXISTING);
      }
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      System.err.println("switchyard guard: the last page was not kept: " + e);
    }
  }

  private boolean isMaster() {
    return !worker.toString().isEmpty();
  }

  /** A worker's children are its drivers and executors. */
  private boolean busy() {
    return isMaster()
        ? ProcessRef.living(worker).isPresent()
        : ProcessHandle.current().children().anyMatch(ProcessRef::lives);
  }
}
