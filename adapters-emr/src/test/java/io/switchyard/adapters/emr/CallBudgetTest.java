package io.switchyard.adapters.emr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.switchyard.ports.TargetFailure;
import io.switchyard.ports.TargetFailure.Kind;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class CallBudgetTest {

  private static final Instant START = Instant.parse("2026-11-21T12:00:00Z");

  private Instant now = START;
  private final CallBudget budget = new CallBudget(5, () -> now);

  /** How many calls there are for within a time, trying a hundred times a second. */
  private int calls(Duration within) {
    Instant until = now.plus(within);
    int calls = 0;
    for (; now.isBefore(until); now = now.plusMillis(10)) {
      try {
        budget.take("ListSteps");
        budget.answered("ListSteps");
        calls++;
      } catch (TargetFailure failure) {
        assertThat(failure.kind()).isEqualTo(Kind.THROTTLED);
        assertThat(failure.outcomeKnown()).isTrue();
      }
    }
    return calls;
  }

  @Test
  void no_more_is_asked_than_the_pace_and_what_was_saved() {
    assertThat(calls(Duration.ofSeconds(100))).isBetween(515, 525);
  }

  @Test
  void who_is_told_to_slow_down_waits_and_goes_on_at_half_the_pace() {
    calls(Duration.ofSeconds(10));
    budget.take("ListSteps");
    budget.throttled("ListSteps");
    assertThat(calls(Duration.ofMillis(990))).isZero();
    assertThat(calls(Duration.ofSeconds(2))).isBetween(4, 7);
  }

  @Test
  void each_time_it_waits_longer_up_to_half_a_minute() {
    long waited = 0;
    for (int i = 0; i < 8; i++) {
      Instant before = now;
      budget.throttled("ListSteps");
      while (!open()) {
        now = now.plusMillis(100);
      }
      waited = Duration.between(before, now).toSeconds();
    }
    assertThat(waited).isBetween(30L, 31L);
  }

  private boolean open() {
    try {
      budget.check("ListSteps");
      return true;
    } catch (TargetFailure failure) {
      return false;
    }
  }

  @Test
  void the_pace_comes_back() {
    budget.throttled("ListSteps");
    calls(Duration.ofSeconds(60));
    assertThat(calls(Duration.ofSeconds(20))).isBetween(95, 105);
  }

  @Test
  void other_requests_are_counted_apart() {
    budget.throttled("ListSteps");
    assertThatThrownBy(() -> budget.take("ListSteps")).hasMessageContaining("ListSteps");
    budget.take("AddJobFlowSteps");
  }
}
