package io.switchyard.app.http;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.switchyard.domain.placement.Health;
import io.switchyard.ports.TargetFailure;
import io.switchyard.ports.placement.BackendReport;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How each backend fares, as the store has it when somebody looks: the same in every process. */
final class BackendGauges {

  private static final Logger LOG = LoggerFactory.getLogger(BackendGauges.class);
  private static final double BYTES_PER_MEBIBYTE = 1024 * 1024;

  private final Supplier<List<BackendReport>> reports;
  private final MultiGauge healthy;
  private final MultiGauge share;
  private final MultiGauge draining;
  private final MultiGauge placed;
  private final MultiGauge cores;
  private final MultiGauge memory;

  BackendGauges(MeterRegistry registry, Supplier<List<BackendReport>> reports) {
    this.reports = reports;
    this.healthy = MultiGauge.builder("switchyard.backend.healthy").register(registry);
    this.share = MultiGauge.builder("switchyard.backend.share").register(registry);
    this.draining = MultiGauge.builder("switchyard.backend.draining").register(registry);
    this.placed = MultiGauge.builder("switchyard.backend.placed").register(registry);
    this.cores = MultiGauge.builder("switchyard.backend.cores").register(registry);
    this.memory =
        MultiGauge.builder("switchyard.backend.memory").baseUnit("bytes").register(registry);
  }

  /** Asks the store; what it cannot tell now is not shown. */
  void refresh() {
    List<BackendReport> now = now();
    show(healthy, now, one -> one.state().condition().health() == Health.HEALTHY ? 1 : 0);
    show(share, now, BackendReport::share);
    show(draining, now, one -> one.state().drain() == null ? 0 : 1);
    show(placed, now, one -> one.taken().jobs());
    show(cores, now, one -> one.taken().cores());
    show(memory, now, one -> one.taken().memoryMb() * BYTES_PER_MEBIBYTE);
  }

  private List<BackendReport> now() {
    try {
      return reports.get();
    } catch (TargetFailure failure) {
      LOG.atDebug().addKeyValue("error", failure.getMessage()).log("backends not looked at");
      return List.of();
    }
  }

  private static void show(
      MultiGauge gauge, List<BackendReport> reports, ToDoubleFunction<BackendReport> value) {
    gauge.register(
        reports.stream()
            .map(
                one ->
                    MultiGauge.Row.of(
                        Tags.of(
                            "backend",
                            one.backend().id().value(),
                            "kind",
                            one.backend().place().kind().word()),
                        value.applyAsDouble(one)))
            .toList(),
        true);
  }
}
