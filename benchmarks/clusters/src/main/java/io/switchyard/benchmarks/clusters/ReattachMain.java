package io.switchyard.benchmarks.clusters;

import java.io.IOException;

/** The run behind two gateways as a command; see {@code benchmarks/README.md}. */
final class ReattachMain {

  private ReattachMain() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    ReattachPlan plan = ReattachPlan.of(args);
    System.out.println("files in " + plan.folder());
    Report report = ReattachRun.of(plan);
    System.out.println(report.table());
    if (!report.findings().isEmpty()) {
      throw new AssertionError("promises were broken");
    }
  }
}
