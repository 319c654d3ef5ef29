package io.switchyard.benchmarks.chaos;

import java.io.IOException;
import java.nio.file.Files;

/** The chaos run from the command line; {@code benchmarks/chaos/run} starts it. */
public final class Main {

  private Main() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    ChaosSettings settings;
    try {
      settings =
          ChaosSettings.read(
              args, System.nanoTime() % 1_000_000, Files.createTempDirectory("chaos-"));
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.exit(2);
      return;
    }
    System.out.println("chaos " + settings.commandLine());
    System.out.println("logs in " + settings.folder());
    ChaosReport report = ChaosRun.of(settings);
    System.out.print(report.table());
    System.out.print(report.failures());
    System.exit(report.findings().isEmpty() ? 0 : 1);
  }
}
