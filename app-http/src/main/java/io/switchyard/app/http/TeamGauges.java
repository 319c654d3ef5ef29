package io.switchyard.app.http;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.switchyard.domain.team.Team;
import io.switchyard.ports.TargetFailure;
import io.switchyard.ports.job.Admissions.Load;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How each team fares, as the store has it when somebody looks: the same in every process. */
final class TeamGauges {

  private static final Logger LOG = LoggerFactory.getLogger(TeamGauges.class);
  private static final double BYTES_PER_MEBIBYTE = 1024 * 1024;

  private final Supplier<Map<Team, Load>> loads;
  private final MultiGauge queued;
  private final MultiGauge running;
  private final MultiGauge cores;
  private final MultiGauge memory;

  TeamGauges(MeterRegistry registry, Supplier<Map<Team, Load>> loads) {
    this.loads = loads;
    this.queued = MultiGauge.builder("switchyard.team.jobs.queued").register(registry);
    this.running = MultiGauge.builder("switchyard.team.jobs.running").register(registry);
    this.cores = MultiGauge.builder("switchyard.team.cores").register(registry);
    this.memory = MultiGauge.builder("switchyard.team.memory").baseUnit("bytes").register(registry);
  }

  /** Asks the store; what it cannot tell now is not shown. */
  void refresh() {
    Map<Team, Load> now = now();
    show(queued, now, Load::queued);
    show(running, now, load -> load.admitted().jobs());
    show(cores, now, load -> load.admitted().cores());
    show(memory, now, load -> load.admitted().memoryMb() * BYTES_PER_MEBIBYTE);
  }

  private Map<Team, Load> now() {
    try {
      return loads.get();
    } catch (TargetFailure failure) {
      LOG.atDebug().addKeyValue("error", failure.getMessage()).log("teams not counted");
      return Map.of();
    }
  }

  private static void show(MultiGauge gauge, Map<Team, Load> loads, ToDoubleFunction<Load> value) {
    gauge.register(
        loads.entrySet().stream()
            .map(
                entry ->
                    MultiGauge.Row.of(
                        Tags.of("team", entry.getKey().name()),
                        value.applyAsDouble(entry.getValue())))
            .toList(),
        true);
  }
}
