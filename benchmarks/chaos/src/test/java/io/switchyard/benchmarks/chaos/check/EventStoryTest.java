package io.switchyard.benchmarks.chaos.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchyard.benchmarks.chaos.client.SeenEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class EventStoryTest {

  /** One event a second; the attempt rises with each PENDING, and the execution with it. */
  private static List<SeenEvent> events(String types) {
    List<SeenEvent> events = new ArrayList<>();
    int attempt = 1;
    for (String type : types.split(" ")) {
      attempt += type.equals("PENDING") ? 1 : 0;
      Instant at = Instant.EPOCH.plusSeconds(events.size());
      events.add(
          new SeenEvent("id-" + events.size(), "job", "exec-" + attempt, attempt, type, at, ""));
    }
    return events;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ACCEPTED SUBMITTED RUNNING SUCCEEDED",
        "ACCEPTED SUBMITTED SUCCEEDED",
        "ACCEPTED FAILED",
        "ACCEPTED CANCELLED",
        "ACCEPTED STOP_REQUESTED CANCELLED",
        "ACCEPTED STOP_REQUESTED SUBMITTED RUNNING CANCELLED",
        "ACCEPTED SUBMITTED RUNNING STOP_REQUESTED SUCCEEDED",
        "ACCEPTED SUBMITTED RUNNING STOP_REQUESTED TIMEOUT",
        "ACCEPTED ADMITTED SUBMITTED ATTEMPT_FAILED PENDING ADMITTED SUBMITTED SUCCEEDED",
        "ACCEPTED SUBMITTED RUNNING ATTEMPT_FAILED PENDING SUBMITTED ATTEMPT_FAILED PENDING FAILED",
      })
  void a_possible_story_has_no_flaw(String types) {
    assertThat(EventStory.flaw(events(types))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SUBMITTED RUNNING SUCCEEDED",
        "ACCEPTED RUNNING SUCCEEDED",
        "ACCEPTED SUBMITTED RUNNING",
        "ACCEPTED SUCCEEDED",
        "ACCEPTED ADMITTED ADMITTED SUBMITTED SUCCEEDED",
        "ACCEPTED SUBMITTED ADMITTED SUCCEEDED",
        "ACCEPTED SUBMITTED SUBMITTED RUNNING SUCCEEDED",
        "ACCEPTED SUBMITTED RUNNING RUNNING SUCCEEDED",
        "ACCEPTED SUBMITTED RUNNING SUCCEEDED SUCCEEDED",
        "ACCEPTED SUBMITTED RUNNING CANCELLED",
        "ACCEPTED CANCELLED SUBMITTED",
        "ACCEPTED STOP_REQUESTED STOP_REQUESTED CANCELLED",
        "ACCEPTED SUBMITTED PENDING SUBMITTED SUCCEEDED",
        "ACCEPTED SUBMITTED ATTEMPT_FAILED SUCCEEDED",
        "ACCEPTED SUBMITTED STOP_REQUESTED ATTEMPT_FAILED PENDING CANCELLED",
      })
  void an_event_lost_doubled_or_out_of_order_is_a_flaw(String types) {
    assertThat(EventStory.flaw(events(types))).isPresent();
  }
}
