package io.switchyard.app.http;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** Whether the parts of this process can do their work. Safe for use by several threads. */
public final class Readiness {

  private final Map<String, Supplier<Optional<String>>> parts = new ConcurrentHashMap<>();

  /**
   * From now on a part is asked, instead of what was said of it before.
   *
   * @param part such as "The gateway"
   * @param hindrance why it cannot do its work now, as in "does not listen yet"; empty if it can.
   *     Must not block
   */
  public void ask(String part, Supplier<Optional<String>> hindrance) {
    parts.put(part, hindrance);
  }

  /** A sentence on a part that cannot do its work now; empty if all can. */
  Optional<String> hindrance() {
    return parts.entrySet().stream()
        .flatMap(e -> e.getValue().get().map(why -> e.getKey() + " " + why + ".").stream())
        .sorted()
        .findFirst();
  }
}
