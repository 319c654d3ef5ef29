package io.switchyard.architecture.planted.app;

import com.google.inject.Inject;
import io.switchyard.architecture.planted.adapters.one.inside.Hidden;
import java.util.logging.Logger;

/** Field injection, java.util.logging, Guice outside a module, and an adapter's inside. */
public final class UsesEverything {
  @Inject Hidden hidden;
  Logger logger = Logger.getLogger("x");
}
