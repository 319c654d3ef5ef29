package io.switchyard.benchmarks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/** Processor time that processes have used, as the kernel tells it. */
final class CpuTime {

  /** The unit of {@code /proc/PID/stat} on every Linux there is. */
  private static final Duration TICK = Duration.ofMillis(10);

  private CpuTime() {}

  /** Of these processes and of children of theirs that ended; 0 of those that are gone. */
  static Duration of(Collection<ProcessHandle> processes) {
    long ticks = processes.stream().mapToLong(process -> ticks(process.pid())).sum();
    return TICK.multipliedBy(ticks);
  }

  static Duration of(ProcessHandle process) {
    return of(List.of(process));
  }

  /** How much of one core that was, in percent. */
  static double percent(Duration used, Duration of) {
    return 100.0 * used.toNanos() / of.toNanos();
  }

  /** Others may be using the machine, too. */
  static void printLoad() {
    double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    int cores = Runtime.getRuntime().availableProcessors();
    System.out.printf(Locale.ROOT, "%d cores, load before %.1f%n", cores, load);
  }

  /** What of a process is in memory, in MB; 0 if it is gone. */
  static long residentMegabytes(ProcessHandle process) {
    try {
      return Files.readAllLines(Path.of("/proc", String.valueOf(process.pid()), "status")).stream()
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
          .findFirst()
          .orElse(0);
    } catch (IOException gone) {
      return 0;
    }
  }

  private static long ticks(long pid) {
    try {
      String stat = Files.readString(Path.of("/proc", String.valueOf(pid), "stat"));
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
      long ticks = 0;
      // utime, stime, cutime, cstime: fields 14 to 17 of the line, 12 to 15 after the name.
      for (int i = 11; i < 15; i++) {
        ticks += Long.parseLong(fields[i]);
      }
      return ticks;
    } catch (IOException gone) {
      return 0;
    }
  }
}
