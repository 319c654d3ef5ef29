package io.switchyard.app;

import static java.util.Objects.requireNonNull;

import io.switchyard.adapters.emr.EmrBackend;
import io.switchyard.ports.placement.Backend;
import java.time.InstantSource;

/**
 * Opens backends on EMR, which share what Amazon counts together. Apart, so that no class of the
 * SDK is loaded where there is no such backend.
 */
final class EmrOpening {

  private final EmrConfigs configs;
  private final EmrBackend.Budgets budgets = new EmrBackend.Budgets();
  private final InstantSource clock;
  private final Closing closing;

  EmrOpening(Config config, InstantSource clock, Closing closing) {
    this.configs = new EmrConfigs(config.coreEtl());
    this.clock = clock;
    this.closing = closing;
  }

  Backend open(BackendConfig backend) {
    EmrSettings emr = requireNonNull(backend.emr());
    return closing.add(EmrBackend.open(configs.of(backend, emr), budgets, clock)).backend();
  }
}
