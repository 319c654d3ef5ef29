package io.switchyard.ports.job;

import io.switchyard.domain.job.Observation.Phase;
import io.switchyard.ports.Disturbance;
import org.jspecify.annotations.Nullable;

/**
 * One thing that happens in a {@link Story}. Jobs and drivers are named by a number, counted round
 * those that there are, so that a step means something in every story.
 */
public sealed interface StoryStep {

  /** What a client may ask for. */
  enum Request {
    /** No limits, and the usual retries. */
    PLAIN,
    /** Up to three attempts after most failures. */
    PERSISTENT,
    /** Little time to wait and to run. */
    HURRIED
  }

  /** What a backend may answer to a launch. */
  enum Answer {
    NO_ROOM,
    AWAY,
    /** No driver is made, and nobody can know. */
    REQUEST_LOST,
    /** A driver is made, and nobody is told. */
    ANSWER_LOST,
    REFUSED
  }

  /** A client submits; with a key, perhaps again. */
  record Submit(
      Request request, @Nullable Integer key, @Nullable Disturbance<StoryStep> disturbance)
      implements StoryStep {}

  record Cancel(int job, @Nullable Disturbance<StoryStep> disturbance) implements StoryStep {}

  /** One pass of the work loop. */
  record Advance(@Nullable Disturbance<StoryStep> disturbance) implements StoryStep {}

  /** A driver that lives gets on. */
  record Drive(int driver, Phase phase) implements StoryStep {}

  /**
   * The backend forgets a driver, which is gone.
   *
   * @param said what it said in its log before
   */
  record Vanish(int driver, Said said) implements StoryStep {}

  /** What a driver says of its end. */
  enum Said {
    NOTHING,
    SUCCEEDED,
    FAILED
  }

  /** What the next launch of a new driver comes to. */
  record NextLaunch(Answer answer) implements StoryStep {}

  record Pass(int seconds) implements StoryStep {}
}
