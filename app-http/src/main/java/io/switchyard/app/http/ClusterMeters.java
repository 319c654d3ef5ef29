package io.switchyard.app.http;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.switchyard.domain.placement.Environment;
import io.switchyard.ports.TargetFailure;
import io.switchyard.ports.cluster.ClusterTally;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is counted and timed of clusters. Counters are those of this process, which counts what it
 * did; gauges are read from the store, and the same in every process.
 */
public final class ClusterMeters {

  private static final Logger LOG = LoggerFactory.getLogger(ClusterMeters.class);
  private static final String ENVIRONMENT = "environment";

  /** Which limit ended a cluster. */
  public enum Limit {
    TTL,
    IDLE
  }

  private final MeterRegistry registry;
  private final MultiGauge clusters;
  private @Nullable Supplier<List<ClusterTally>> tallies;

  ClusterMeters(MeterRegistry registry) {
    this.registry = registry;
    this.clusters = MultiGauge.builder("switchyard.clusters").register(registry);
    // Known from the start, so that a rate can be computed over the first of them.
    registry.counter("switchyard.clusters.requested", "answer", "accepted").increment(0);
    for (Environment environment : Environment.values()) {
      lost(environment, 0);
      restarted(environment, 0);
      failed(environment, 0);
      for (Limit limit : Limit.values()) {
        expired(environment, limit, 0);
      }
    }
  }

  /**
   * Shows how many clusters there are.
   *
   * @param source asked at each scrape; may block for a moment
   */
  public void count(Supplier<List<ClusterTally>> source) {
    tallies = source;
  }

  /** A request was answered so. */
  void requested(String answer) {
    registry.counter("switchyard.clusters.requested", "answer", answer).increment();
  }

  /**
   * A cluster answered its first call.
   *
   * @param size its word, or {@code custom}
   * @param took from its acceptance
   */
  public void ready(Environment environment, String size, Duration took) {
    Timer.builder("switchyard.clusters.ready")
        .tags(ENVIRONMENT, environment.word(), "size", size)
        .publishPercentileHistogram()
        .minimumExpectedValue(Duration.ofSeconds(1))
        .maximumExpectedValue(Duration.ofMinutes(15))
        .register(registry)
        .record(took);
  }

  /** A server died by itself. */
  public void lost(Environment environment) {
    lost(environment, 1);
  }

  private void lost(Environment environment, int count) {
    counter("switchyard.clusters.servers.lost", environment, count);
  }

  /** Another server follows one that died. */
  public void restarted(Environment environment) {
    restarted(environment, 1);
  }

  private void restarted(Environment environment, int count) {
    counter("switchyard.clusters.servers.restarted", environment, count);
  }

  /** A cluster failed. */
  public void failed(Environment environment) {
    failed(environment, 1);
  }

  private void failed(Environment environment, int count) {
    counter("switchyard.clusters.failed", environment, count);
  }

  private void counter(String name, Environment environment, int count) {
    registry.counter(name, ENVIRONMENT, environment.word()).increment(count);
  }

  /** A cluster's time was over. */
  public void expired(Environment environment, Limit limit) {
    expired(environment, limit, 1);
  }

  private void expired(Environment environment, Limit limit, int count) {
    String word = limit == Limit.TTL ? "ttl" : "idle";
    registry
        .counter("switchyard.clusters.expired", ENVIRONMENT, environment.word(), "limit", word)
        .increment(count);
  }

  /** Asks the store; what it cannot tell now is not shown. */
  void refresh() {
    clusters.register(now().stream().map(ClusterMeters::row).toList(), true);
  }

  private List<ClusterTally> now() {
    try {
      return tallies == null ? List.of() : tallies.get();
    } catch (TargetFailure failure) {
      LOG.atDebug().addKeyValue("error", failure.getMessage()).log("clusters not counted");
      return List.of();
    }
  }

  private static MultiGauge.Row<Number> row(ClusterTally tally) {
    return MultiGauge.Row.of(
        Tags.of(
            "team",
            tally.team().name(),
            ENVIRONMENT,
            tally.environment().word(),
            "status",
            tally.status().word()),
        tally.clusters());
  }
}
