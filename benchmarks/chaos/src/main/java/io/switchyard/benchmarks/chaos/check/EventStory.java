package io.switchyard.benchmarks.chaos.check;

import io.switchyard.benchmarks.chaos.client.SeenEvent;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the events of one job from the first to the last and finds what cannot have happened. */
final class EventStory {

  private enum Phase {
    NOTHING,
    WAITING,
    SUBMITTED,
    RUNNING,
    BETWEEN_ATTEMPTS,
    ENDED
  }

  private Phase phase = Phase.NOTHING;
  private int attempt = 1;
  private int admitted;
  private String execution = "";
  private boolean stopping;
  private Instant time = Instant.MIN;

  private EventStory() {}

  /** What is wrong with the events; empty if nothing is. */
  static Optional<String> flaw(List<SeenEvent> events) {
    EventStory story = new EventStory();
    for (SeenEvent event : events) {
      String flaw = story.next(event);
      if (flaw != null) {
        return Optional.of(flaw + " at " + event);
      }
    }
    return story.phase == Phase.ENDED ? Optional.empty() : Optional.of("the end is missing");
  }

  private @Nullable String next(SeenEvent event) {
    if (event.at().isBefore(time)) {
      return "time goes backwards";
    } else if (phase == Phase.ENDED) {
      return "something happens after the end";
    }
    time = event.at();
    String wrongAttempt = attempt(event);
    return wrongAttempt == null ? move(event.type()) : wrongAttempt;
  }

  private @Nullable String attempt(SeenEvent event) {
    boolean begins = phase == Phase.NOTHING || phase == Phase.BETWEEN_ATTEMPTS;
    if (event.attempt() != attempt) {
      return "attempt " + event.attempt() + " in place of " + attempt;
    } else if (begins == event.execution().equals(execution)) {
      return begins ? "an execution is used again" : "another execution in the same attempt";
    }
    execution = event.execution();
    return null;
  }

  private @Nullable String move(String type) {
    return switch (type) {
      case "ACCEPTED" -> to(Phase.WAITING, phase == Phase.NOTHING);
      case "PENDING" -> to(Phase.WAITING, phase == Phase.BETWEEN_ATTEMPTS);
      case "ADMITTED" -> admitted();
      case "SUBMITTED" -> to(Phase.SUBMITTED, phase == Phase.WAITING);
      case "RUNNING" -> to(Phase.RUNNING, phase == Phase.SUBMITTED);
      case "STOP_REQUESTED" -> stop();
      case "ATTEMPT_FAILED" -> attemptFails();
      case "SUCCEEDED" -> to(Phase.ENDED, phase == Phase.SUBMITTED || phase == Phase.RUNNING);
      case "FAILED" -> to(Phase.ENDED, live());
      case "CANCELLED", "TIMEOUT" -> to(Phase.ENDED, phase == Phase.WAITING || stopping);
      default -> "an unknown type";
    };
  }

  private boolean live() {
    return phase == Phase.WAITING || phase == Phase.SUBMITTED || phase == Phase.RUNNING;
  }

  private @Nullable String to(Phase next, boolean allowed) {
    String flaw = allowed ? null : "not possible after " + phase;
    phase = next;
    return flaw;
  }

  private @Nullable String admitted() {
    boolean twice = admitted == attempt;
    admitted = attempt;
    return twice ? "admitted twice" : to(Phase.WAITING, phase == Phase.WAITING);
  }

  private @Nullable String stop() {
    if (stopping) {
      return "stopped twice";
    }
    stopping = true;
    return live() ? null : "not possible after " + phase;
  }

  private @Nullable String attemptFails() {
    if (stopping) {
      return "what shall stop is tried again";
    }
    attempt++;
    return to(Phase.BETWEEN_ATTEMPTS, live());
  }
}
