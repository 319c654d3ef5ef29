package io.switchyard.benchmarks.clusters;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The processes of this run's servers, looked at many times a second: by the drivers' command lines
 * on Linux, which name their folder and their cluster.
 */
final class ServerProcesses implements AutoCloseable {

  private static final Path PROC = Path.of("/proc");
  private static final Pattern CLUSTER = Pattern.compile("-Dspark\\.app\\.name=(sc-[a-z0-9-]+)");
  private static final long LOOK_MS = 40;

  private final String mark;
  private final Map<String, Integer> most = new TreeMap<>();
  private final Map<Long, Integer> strangers = new HashMap<>();
  private final Thread watcher = new Thread(this::watch, "server-processes");
  private volatile boolean closed;
  private long looks;

  /**
   * @param folder somewhere above the folders of this run's servers
   */
  ServerProcesses(Path folder) {
    this.mark = "-Dspark.switchyard.folder=" + folder.toAbsolutePath();
    watcher.setDaemon(true);
    watcher.start();
  }

  private void watch() {
    while (!closed) {
      look();
      try {
        Thread.sleep(LOOK_MS);
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private synchronized void look() {
    looks++;
    now().forEach((cluster, pids) -> most.merge(cluster, pids.size(), Math::max));
  }

  /** The processes there are now, by cluster. */
  synchronized Map<String, Set<Long>> now() {
    Map<Long, String> servers = new HashMap<>();
    for (long pid : pids()) {
      // What a process is called changes once, soon after its birth.
      if (strangers.getOrDefault(pid, 0) < 50) {
        String line = commandLine(pid);
        Matcher name = CLUSTER.matcher(line);
        if (line.contains(mark) && name.find()) {
          servers.put(pid, name.group(1));
        } else {
          strangers.merge(pid, 1, Integer::sum);
        }
      }
    }
    Map<String, Set<Long>> found = new HashMap<>();
    for (Map.Entry<Long, String> server : servers.entrySet()) {
      // A server that starts a program is, for a moment, two.
      boolean alone =
          ProcessHandle.of(server.getKey())
              .flatMap(ProcessHandle::parent)
              .filter(parent -> !servers.containsKey(parent.pid()))
              .isPresent();
      if (alone) {
        found.computeIfAbsent(server.getValue(), cluster -> new TreeSet<>()).add(server.getKey());
      }
    }
    return found;
  }

  private List<Long> pids() {
    List<Long> pids = new ArrayList<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(PROC, "[0-9]*")) {
      all.forEach(entry -> pids.add(Long.valueOf(entry.getFileName().toString())));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    strangers.keySet().retainAll(pids);
    return pids;
  }

  private static String commandLine(long pid) {
    try {
      Path file = PROC.resolve("" + pid).resolve("cmdline");
      return new String(Files.readAllBytes(file), StandardCharsets.UTF_8).replace('\0', ' ');
    } catch (IOException e) {
      return "";
    }
  }

  Set<Long> of(String cluster) {
    return now().getOrDefault(cluster, Set.of());
  }

  /** Returns when the cluster has no process, which has to be within 30 s. */
  void awaitNone(String cluster) throws InterruptedException {
    for (int i = 0; !of(cluster).isEmpty(); i++) {
      if (i > 600) {
        throw new IllegalStateException("processes are left of " + cluster + ": " + of(cluster));
      }
      Thread.sleep(50);
    }
  }

  /** The most processes that a cluster was seen to have at once. */
  synchronized int mostAtOnce() {
    return most.values().stream().mapToInt(Integer::intValue).max().orElse(0);
  }

  /** How many clusters were seen with a process. */
  synchronized int clusters() {
    return most.size();
  }

  synchronized long looks() {
    return looks;
  }

  @Override
  public void close() {
    closed = true;
  }
}
