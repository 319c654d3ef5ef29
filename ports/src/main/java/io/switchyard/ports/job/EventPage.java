package io.switchyard.ports.job;

import java.util.List;

/**
 * Some events, oldest first.
 *
 * @param events may be empty, if there is nothing new
 * @param next read on after this
 */
public record EventPage(List<StoredEvent> events, EventCursor next) {

  public EventPage {
    events = List.copyOf(events);
  }

  static EventPage after(EventCursor asked, List<StoredEvent> events) {
    return new EventPage(events, events.isEmpty() ? asked : events.get(events.size() - 1).cursor());
  }
}
