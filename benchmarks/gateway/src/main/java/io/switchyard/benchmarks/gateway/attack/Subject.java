package io.switchyard.benchmarks.gateway.attack;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The process that is attacked, and the memory it uses. */
final class Subject {

  /** Of "used 42K" for each generation; the last one is of classes, which is no heap. */
  private static final Pattern USED =
      Pattern.compile("(generation|heap)\\s+total \\d+K, used (\\d+)K");

  private final long pid;

  Subject(long pid) {
    this.pid = pid;
  }

  /** Kilobytes of heap in use after two full collections. */
  long heap() throws IOException, InterruptedException {
    jcmd("GC.run");
    jcmd("GC.run");
    Matcher used = USED.matcher(jcmd("GC.heap_info"));
    long sum = 0;
    while (used.find()) {
      sum += Long.parseLong(used.group(2));
    }
    return sum;
  }

  /** Kilobytes of the whole process. */
  long resident() throws IOException {
    return status("VmRSS:");
  }

  /** The most there were since {@link #forgetPeak}. */
  long peak() throws IOException {
    return status("VmHWM:");
  }

  void forgetPeak() throws IOException {
    Files.writeString(Path.of("/proc/" + pid + "/clear_refs"), "5");
  }

  private long status(String key) throws IOException {
    return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
        .filter(line -> line.startsWith(key))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst()
        .orElseThrow();
  }

  private String jcmd(String what) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                String.valueOf(pid),
                what)
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return said;
  }
}
