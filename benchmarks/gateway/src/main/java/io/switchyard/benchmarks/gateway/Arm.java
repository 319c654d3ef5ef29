package io.switchyard.benchmarks.gateway;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** One way from the client to the server. */
final class Arm {

  private final String name;
  private final boolean tls;
  private final int port;
  private final @Nullable Child proxy;

  private final List<Double> p50 = new ArrayList<>();
  private final List<Double> p95 = new ArrayList<>();
  private final List<Double> p99 = new ArrayList<>();
  private final List<Double> rate = new ArrayList<>();
  private final List<Double> cpuPerCall = new ArrayList<>();
  private final List<Double> megabytes = new ArrayList<>();
  private final List<Double> cpuPerGigabyte = new ArrayList<>();
  private long failed;

  Arm(String name, boolean tls, int port, @Nullable Child proxy) {
    this.name = name;
    this.tls = tls;
    this.port = port;
    this.proxy = proxy;
  }

  String name() {
    return name;
  }

  boolean tls() {
    return tls;
  }

  void round(Questions questions, Path folder, int clients, long millis, boolean counts)
      throws IOException {
    try (Load load = new Load(questions, port, tls, folder, clients)) {
      load.unary(100);
      double before = cpu();
      Load.Result unary = load.unary(millis);
      double between = cpu();
      Load.Result bulk = load.bulk(millis);
      double after = cpu();
      if (!counts) {
        return;
      }
      long[] nanos = unary.nanos();
      Arrays.sort(nanos);
      p50.add(at(nanos, 0.5));
      p95.add(at(nanos, 0.95));
      p99.add(at(nanos, 0.99));
      rate.add(nanos.length / unary.seconds());
      cpuPerCall.add(1e6 * (between - before) / nanos.length);
      megabytes.add(bulk.bytes() / 1e6 / bulk.seconds());
      cpuPerGigabyte.add((after - between) / (bulk.bytes() / 1e9));
      failed += unary.failed() + bulk.failed();
    }
  }

  private double cpu() throws IOException {
    return proxy == null ? 0 : proxy.cpuSeconds();
  }

  private static double at(long[] sorted, double share) {
    return sorted[(int) (share * (sorted.length - 1))] / 1e3;
  }

  static final String HEAD =
      String.format(
          Locale.ROOT,
          "%-34s %8s %8s %8s %8s %9s %8s %8s %7s %7s %7s",
          "arm",
          "p50 us",
          "added",
          "p95 us",
          "p99 us",
          "calls/s",
          "us/call",
          "MB/s",
          "ratio",
          "CPU s/GB",
          "failed");

  String line(Arm direct) {
    return String.format(
        Locale.ROOT,
        "%-34s %8.0f %+8.0f %8.0f %8.0f %9.0f %8.0f %8.0f %7.3f %7.2f %7d",
        name,
        median(p50),
        median(p50) - median(direct.p50),
        median(p95),
        median(p99),
        median(rate),
        median(cpuPerCall),
        median(megabytes),
        median(megabytes) / median(direct.megabytes),
        median(cpuPerGigabyte),
        failed);
  }

  private static double median(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }
}
