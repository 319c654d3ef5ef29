package io.switchyard.benchmarks.clusters;

import java.io.IOException;

/** The run as a command; see {@code benchmarks/README.md}. */
final class Main {

  private Main() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    Plan plan = Plan.of(args);
    System.out.println("seed " + plan.seed() + ", files in " + plan.folder());
    Report report = ClustersRun.of(plan);
    System.out.println(report.table());
    if (!report.findings().isEmpty()) {
      throw new AssertionError("promises were broken");
    }
  }
}
