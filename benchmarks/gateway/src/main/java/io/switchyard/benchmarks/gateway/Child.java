package io.switchyard.benchmarks.gateway;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A process that is measured. */
final class Child implements AutoCloseable {

  private static final double TICK = 0.01;

  private final Process process;
  private final int[] ports;

  private Child(Process process, int[] ports) {
    this.process = process;
    this.ports = ports;
  }

  static Child of(List<String> command, Path log) throws IOException {
    return new Child(
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start(),
        new int[0]);
  }

  /** A Java process that prints the ports on which it listens. */
  static Child java(List<String> options, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    BufferedReader out = process.inputReader();
    String line = out.readLine();
    if (line == null) {
      throw new IOException("did not start: " + String.join(" ", command));
    }
    int[] ports = Arrays.stream(line.split(" ")).mapToInt(Integer::parseInt).toArray();
    return new Child(process, ports);
  }

  int port(int index) {
    return ports[index];
  }

  /** Processor time used so far. */
  double cpuSeconds() throws IOException {
    String stat = Files.readString(Path.of("/proc", String.valueOf(process.pid()), "stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    return TICK * (Long.parseLong(fields[11]) + Long.parseLong(fields[12]));
  }

  @Override
  public void close() {
    process.destroy();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
