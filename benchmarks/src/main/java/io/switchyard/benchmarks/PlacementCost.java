package io.switchyard.benchmarks;

import com.sun.management.ThreadMXBean;
import io.switchyard.domain.placement.BackendId;
import io.switchyard.domain.placement.BackendKind;
import io.switchyard.domain.placement.BackendSnapshot;
import io.switchyard.domain.placement.BackendTerms;
import io.switchyard.domain.placement.Environment;
import io.switchyard.domain.placement.Health;
import io.switchyard.domain.placement.PlacementAsk;
import io.switchyard.domain.placement.PlacementAsk.Wish;
import io.switchyard.domain.placement.PlacementPolicy;
import io.switchyard.domain.placement.Placing;
import io.switchyard.domain.placement.Region;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What one choice among many backends costs, in time and allocation. */
public final class PlacementCost {

  private static final int ROUNDS = 15;
  private static final int CHOICES = 20_000;
  private static final List<Region> REGIONS =
      List.of(new Region("us-west-2"), new Region("us-east-1"), new Region("eu-west-1"));

  private PlacementCost() {}

  public static void main(String[] arguments) {
    PrintStream out = System.out;
    out.printf("%-9s %-8s %12s %12s %14s%n", "backends", "asked", "us median", "us worst", "bytes");
    for (int size : List.of(1, 3, 10, 100)) {
      List<BackendSnapshot> backends = backends(size);
      print(out, size, "free", backends, Set.of());
      print(out, size, "fenced", backends, Set.of(REGIONS.get(0)));
    }
  }

  private static List<BackendSnapshot> backends(int size) {
    List<BackendSnapshot> backends = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      backends.add(
          new BackendSnapshot(
              new BackendId("backend-" + i),
              i % 2 == 0 ? BackendKind.SK8 : BackendKind.EMR,
              Set.of(REGIONS.get(i % REGIONS.size())),
              Set.of(Environment.PROD),
              new BackendTerms(0, 1 + i % 4, 1, Set.of(), 10_000L, null, null),
              true,
              Health.HEALTHY,
              1,
              false,
              i,
              0));
    }
    return backends;
  }

  private static void print(
      PrintStream out, int size, String arm, List<BackendSnapshot> backends, Set<Region> fence) {
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long thread = Thread.currentThread().getId();
    double[] micros = new double[ROUNDS];
    long bytes = 0;
    int placed = 0;
    for (int round = -5; round < ROUNDS; round++) {
      long allocated = threads.getThreadAllocatedBytes(thread);
      long begun = System.nanoTime();
      for (int i = 0; i < CHOICES; i++) {
        placed += place(backends, fence, i);
      }
      if (round >= 0) {
        micros[round] = (System.nanoTime() - begun) / 1000.0 / CHOICES;
        bytes = (threads.getThreadAllocatedBytes(thread) - allocated) / CHOICES;
      }
    }
    if (placed != CHOICES * (ROUNDS + 5)) {
      throw new IllegalStateException("placed " + placed);
    }
    Arrays.sort(micros);
    out.printf(
        Locale.ROOT,
        "%-9d %-8s %12.2f %12.2f %14d%n",
        size,
        arm,
        micros[ROUNDS / 2],
        micros[ROUNDS - 1],
        bytes);
  }

  private static int place(List<BackendSnapshot> backends, Set<Region> fence, int i) {
    var ask =
        new PlacementAsk(
            "job-" + i,
            "feateng",
            false,
            Environment.PROD,
            fence,
            Wish.NONE,
            null,
            8,
            32_768,
            Instant.EPOCH);
    return PlacementPolicy.place(ask, backends, id -> null) instanceof Placing.At ? 1 : 0;
  }
}
