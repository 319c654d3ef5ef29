package io.switchyard.app.http;

import io.switchyard.ports.job.EventCursor;
import io.switchyard.ports.job.EventPage;

/** Events that one request asks for. Its methods block for the store. */
interface EventSource {

  /**
   * The events after {@code after}, oldest first.
   *
   * @throws Refusal if the caller may not know of what was asked for
   */
  EventPage read(EventCursor after, int limit);

  /** Whether there is nothing to come after what can be read now. */
  boolean over();
}
