package io.switchyard.domain.placement;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The health of a backend with what it takes to change it. One failure makes it doubtful, several
 * in a row unhealthy; after that one answer puts it on trial, where a single failure ends it and
 * several answers in a row make it healthy again. So a backend that answers now and then stays out.
 *
 * @param since when it became as healthy as it is
 * @param failures in a row, up to {@link #UNHEALTHY_AFTER}
 * @param answers in a row since it was on trial, up to {@link #HEALTHY_AFTER}
 * @param onTrial whether it was unhealthy before
 * @param trialFrom when an unhealthy one may be tried with some work, if nobody can ask it
 *     otherwise; null if it is not unhealthy
 * @param why the last failure, for people; empty if it is healthy
 */
public record Condition(
    Health health,
    Instant since,
    int failures,
    int answers,
    boolean onTrial,
    @Nullable Instant trialFrom,
    String why) {

  public static final int UNHEALTHY_AFTER = 3;
  public static final int HEALTHY_AFTER = 3;

  /** What part of its work a backend on trial gets. */
  public static final double TRIAL_SHARE = 0.1;

  /** How long an unhealthy backend is left alone if it is known by launches only. */
  public static final Duration REST = Duration.ofSeconds(15);

  private static final int LONGEST = 1000;

  public Condition {
    why = why.length() > LONGEST ? why.substring(0, LONGEST) : why;
  }

  /** Of a backend of which nothing is known. */
  public static Condition healthy(Instant since) {
    return new Condition(Health.HEALTHY, since, 0, 0, false, null, "");
  }

  /** After it answered; an equal one if that changes nothing. */
  public Condition answered(Instant at) {
    return switch (health) {
      case HEALTHY -> this;
      case UNHEALTHY -> new Condition(Health.DEGRADED, at, 0, 1, true, null, why);
      case DEGRADED ->
          !onTrial || answers + 1 >= HEALTHY_AFTER
              ? healthy(at)
              : new Condition(health, since, 0, answers + 1, true, null, why);
    };
  }

  /** After it did not answer, or made no sense; an equal one if that changes nothing. */
  public Condition failed(String how, Instant at) {
    Instant rested = at.plus(REST);
    return switch (health) {
      case HEALTHY -> new Condition(Health.DEGRADED, at, 1, 0, false, null, how);
      case UNHEALTHY ->
          mayBeTried(at) ? new Condition(health, since, failures, 0, true, rested, how) : this;
      case DEGRADED ->
          onTrial || failures + 1 >= UNHEALTHY_AFTER
              ? new Condition(Health.UNHEALTHY, at, UNHEALTHY_AFTER, 0, true, rested, how)
              : new Condition(health, since, failures + 1, 0, false, null, how);
    };
  }

  /** What part of the work that would go there it gets at {@code now}, 0 to 1. */
  public double share(Instant now) {
    return switch (health) {
      case HEALTHY -> 1;
      case DEGRADED -> onTrial ? TRIAL_SHARE : 1;
      case UNHEALTHY -> mayBeTried(now) ? TRIAL_SHARE : 0;
    };
  }

  private boolean mayBeTried(Instant now) {
    return trialFrom != null && !now.isBefore(trialFrom);
  }
}
