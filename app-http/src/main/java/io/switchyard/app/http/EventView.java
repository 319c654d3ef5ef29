package io.switchyard.app.http;

import io.switchyard.domain.job.JobEvent;
import io.switchyard.ports.job.EventPage;
import io.switchyard.ports.job.StoredEvent;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An event as the API shows it; its id is a cursor to read on after it. */
record EventView(
    String id,
    String jobId,
    String executionId,
    int attempt,
    String team,
    String type,
    String at,
    @Nullable String message) {

  record Page(List<EventView> events, String nextCursor) {

    static Page of(EventPage page) {
      return new Page(
          page.events().stream().map(EventView::of).toList(), EventCursors.write(page.next()));
    }
  }

  static EventView of(StoredEvent stored) {
    JobEvent event = stored.event();
    return new EventView(
        EventCursors.write(stored.cursor()),
        event.job().value(),
        event.execution().value(),
        event.attempt(),
        stored.team().name(),
        event.type().name(),
        event.at().toString(),
        event.message().isBlank() ? null : event.message());
  }
}
