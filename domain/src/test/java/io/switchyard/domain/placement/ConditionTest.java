package io.switchyard.domain.placement;

import static io.switchyard.domain.placement.Health.DEGRADED;
import static io.switchyard.domain.placement.Health.HEALTHY;
import static io.switchyard.domain.placement.Health.UNHEALTHY;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

final class ConditionTest {

  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private Instant now = START;
  private Condition condition = Condition.healthy(START);

  /** {@code +} stands for an answer, {@code -} for a failure; one a second. */
  private void hears(String news) {
    for (char c : news.toCharArray()) {
      now = now.plusSeconds(1);
      condition = c == '+' ? condition.answered(now) : condition.failed("silent", now);
    }
  }

  private void is(Health health, double share) {
    assertThat(condition.health()).isEqualTo(health);
    assertThat(condition.share(now)).isEqualTo(share);
  }

  @Test
  void a_failure_or_two_move_no_work() {
    hears("-");
    is(DEGRADED, 1);
    hears("-");
    is(DEGRADED, 1);
    hears("+");
    is(HEALTHY, 1);
    assertThat(condition.why()).isEmpty();
  }

  @Test
  void three_in_a_row_end_its_work() {
    hears("---");
    is(UNHEALTHY, 0);
    assertThat(condition.why()).isEqualTo("silent");
  }

  @Test
  void it_is_on_trial_until_three_answers_in_a_row() {
    hears("---+");
    is(DEGRADED, Condition.TRIAL_SHARE);
    hears("+");
    is(DEGRADED, Condition.TRIAL_SHARE);
    hears("+");
    is(HEALTHY, 1);
  }

  @Test
  void one_failure_ends_a_trial() {
    hears("---++-");
    is(UNHEALTHY, 0);
  }

  @Test
  void one_that_answers_every_other_time_stays_out() {
    hears("---");
    for (int i = 0; i < 20; i++) {
      hears("+-");
      assertThat(condition.share(now)).isLessThanOrEqualTo(Condition.TRIAL_SHARE);
    }
  }

  @Test
  void one_that_nobody_asks_is_tried_after_a_rest() {
    hears("---");
    now = now.plus(Condition.REST);
    is(UNHEALTHY, Condition.TRIAL_SHARE);
    hears("-");
    is(UNHEALTHY, 0);
  }

  @Test
  void what_changes_nothing_is_the_same_object() {
    Condition healthy = condition;
    hears("+");
    assertThat(condition).isSameAs(healthy);
    hears("---");
    Condition unhealthy = condition;
    hears("-");
    assertThat(condition).isSameAs(unhealthy);
  }
}
