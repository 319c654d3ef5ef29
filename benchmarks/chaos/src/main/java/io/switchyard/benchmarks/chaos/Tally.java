package io.switchyard.benchmarks.chaos;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** Counts what happened, by name. */
public final class Tally {

  private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();

  public void count(String what) {
    counts.computeIfAbsent(what, key -> new LongAdder()).increment();
  }

  public long of(String what) {
    LongAdder count = counts.get(what);
    return count == null ? 0 : count.sum();
  }
}
