package io.switchyard.app.http;

import io.javalin.http.Context;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.switchyard.domain.team.Team;
import io.switchyard.ports.job.Admissions.Load;
import io.switchyard.ports.placement.BackendReport;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What is counted and timed, and how {@code /metrics} shows it. */
public final class Meters implements AutoCloseable {

  private static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final JvmGcMetrics gc = new JvmGcMetrics();
  private final ClusterMeters clusters = new ClusterMeters(registry);
  private @Nullable TeamGauges teams;
  private final Map<String, String> renamed = new ConcurrentHashMap<>();
  private final List<Runnable> refreshers = new CopyOnWriteArrayList<>();

  public Meters() {
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ClassLoaderMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    gc.bindTo(registry);
    // Known from the start, so that a rate can be computed over the first of them.
    submitted("accepted", 0);
    advanced(0);
    captured(0);
    moved(0);
    for (String answer : List.of("delivered", "failed", "gone")) {
      calledBack(answer, 0);
    }
  }

  /** Where other parts of the application count. */
  public MeterRegistry registry() {
    return registry;
  }

  /** Runs at each scrape, before it is answered; may block for a moment. */
  public void beforeShowing(Runnable refresher) {
    refreshers.add(refresher);
  }

  /**
   * Shows a metric under a name that the library keeps for itself and the text format does not,
   * such as one with {@code _created} in it.
   */
  public void showAs(String made, String wanted) {
    renamed.put(made, wanted);
  }

  /** A submission was answered so. */
  void submitted(String answer) {
    submitted(answer, 1);
  }

  private void submitted(String answer, int count) {
    registry.counter("switchyard.jobs.submitted", "answer", answer).increment(count);
  }

  /** The work loop looked at that many executions. */
  public void advanced(int executions) {
    registry.counter("switchyard.executions.advanced").increment(executions);
  }

  /** The capture loop worked on the logs of that many executions. */
  public void captured(int executions) {
    registry.counter("switchyard.logs.capture.tries").increment(executions);
  }

  /** That many executions were placed on another backend. */
  public void moved(int executions) {
    registry.counter("switchyard.executions.moved").increment(executions);
  }

  /** A callback was tried, and that came of it. */
  public void calledBack(String answer) {
    calledBack(answer, 1);
  }

  private void calledBack(String answer, int count) {
    registry.counter("switchyard.callbacks.sent", "answer", answer).increment(count);
  }

  /** Those of clusters. */
  public ClusterMeters clusters() {
    return clusters;
  }

  /** Shows how many follow logs. */
  void followers(LogFollowers followers) {
    gauge("switchyard.logs.followers", followers::size);
  }

  /** Shows how many wait for events. */
  void waiters(EventWaiters waiters) {
    gauge("switchyard.events.waiters", waiters::size);
  }

  /**
   * Shows how each team fares.
   *
   * @param loads asked for at each scrape; may block for a moment
   */
  void teams(Supplier<Map<Team, Load>> loads) {
    teams = new TeamGauges(registry, loads);
  }

  /**
   * Shows how each backend fares.
   *
   * @param reports asked for at each scrape; may block for a moment
   */
  void backends(Supplier<List<BackendReport>> reports) {
    beforeShowing(new BackendGauges(registry, reports)::refresh);
  }

  /** A pass of the work loop failed. */
  public void passFailed() {
    registry.counter("switchyard.work.passes.failed").increment();
  }

  /**
   * A request was answered.
   *
   * @param route the path as it was registered, never as it was asked for
   */
  void answered(Context ctx, String route, float millis) {
    registry
        .timer(
            "http.server.requests",
            "method",
            ctx.method().name(),
            "route",
            route,
            "status",
            Integer.toString(ctx.statusCode()))
        .record(Duration.ofNanos((long) (millis * 1_000_000)));
  }

  /**
   * A gRPC call was answered.
   *
   * @param method as {@code service/method}
   */
  public void called(String method, String code, Duration took) {
    registry.timer("grpc.server.calls", "method", method, "code", code).record(took);
  }

  /** Shows how many streams are open. */
  public void streams(IntSupplier open) {
    gauge("switchyard.grpc.streams", open);
  }

  /** Micrometer by itself forgets a gauge whose source nobody else holds, and shows NaN. */
  private void gauge(String name, IntSupplier now) {
    Gauge.builder(name, now::getAsInt).strongReference(true).register(registry);
  }

  void show(Context ctx) {
    if (teams != null) {
      teams.refresh();
    }
    clusters.refresh();
    refreshers.forEach(Runnable::run);
    String text = registry.scrape(CONTENT_TYPE);
    for (Map.Entry<String, String> name : renamed.entrySet()) {
      text = text.replace(name.getKey(), name.getValue());
    }
    Replies.text(ctx, CONTENT_TYPE, text);
  }

  @Override
  public void close() {
    gc.close();
    registry.close();
  }
}
