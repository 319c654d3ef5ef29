package io.switchyard.app.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.switchyard.ports.TargetFailure;
import io.switchyard.ports.job.EventPage;
import io.switchyard.ports.job.StoredEvent;
import java.time.Instant;
import java.time.InstantSource;

/**
 * What happens to jobs, as server-sent events named {@code job}. The id of each is a cursor; sent
 * back as {@code Last-Event-ID} it resumes there. Where nothing more can come, {@code end} is last.
 */
final class EventFeed implements Feed {

  private static final int PAGE = 100;
  private static final String END = "event: end\ndata: {}\n\n";

  private final EventWatch watch;
  private final InstantSource clock;
  private Instant spoke = Instant.EPOCH;
  private boolean maybeOver = true;
  private boolean ended;

  EventFeed(EventWatch watch, InstantSource clock) {
    this.watch = watch;
    this.clock = clock;
  }

  @Override
  public boolean ended() {
    return ended;
  }

  @Override
  public byte[] next() {
    String said = read();
    Instant now = clock.instant();
    if (said.isEmpty() && !now.isBefore(spoke.plus(LogFeed.HEARTBEAT))) {
      said = ": waiting for more\n\n";
    }
    if (!said.isEmpty()) {
      spoke = now;
    }
    return said.getBytes(UTF_8);
  }

  private String read() {
    try {
      // Before the read, so that nothing can come between the last event and the end.
      boolean over = maybeOver && watch.over();
      EventPage page = watch.next(PAGE);
      if (page.events().isEmpty()) {
        ended = over;
        maybeOver = over;
        return over ? END : "";
      }
      maybeOver |= page.events().stream().anyMatch(stored -> stored.event().type().ends());
      StringBuilder said = new StringBuilder();
      page.events().forEach(stored -> said.append(event(stored)));
      return said.toString();
    } catch (TargetFailure away) {
      // The connection stays; what happens meanwhile is told afterwards.
      return "";
    } catch (Refusal gone) {
      ended = true;
      return END;
    }
  }

  private static String event(StoredEvent stored) {
    EventView view = EventView.of(stored);
    String data = new String(Json.write(view), UTF_8);
    return "id: " + view.id() + "\nevent: job\ndata: " + data + "\n\n";
  }
}
