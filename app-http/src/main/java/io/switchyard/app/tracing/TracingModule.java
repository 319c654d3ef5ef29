package io.switchyard.app.tracing;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import java.time.InstantSource;

/** Binds the traces. */
public final class TracingModule extends AbstractModule {

  private final TracingConfig config;

  public TracingModule(TracingConfig config) {
    this.config = config;
  }

  @Provides
  @Singleton
  Tracing tracing(InstantSource clock) {
    return Tracing.open(config, clock);
  }
}
