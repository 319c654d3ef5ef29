package io.switchyard.domain.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.switchyard.domain.input.InvalidValue;
import io.switchyard.domain.placement.BackendId;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class RetryPolicyTest {

  private static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");
  private static final JobId JOB = new JobId("job-" + "0".repeat(26));

  private static RetryPolicy policy(int attempts, int delayS, int maxDelayS, FailureClass... on) {
    return new RetryPolicy(
        attempts, Duration.ofSeconds(delayS), Duration.ofSeconds(maxDelayS), Set.of(on), null);
  }

  private static Ended end(FailureClass failure, @Nullable Instant startedAt) {
    return new Ended(Outcome.FAILED, failure, "", new BackendHandle("d"), startedAt, T0);
  }

  private static Execution attempt(int number, String suffix) {
    return new Execution(
        new ExecutionId("exec-" + "0".repeat(26 - suffix.length()) + suffix),
        JOB,
        number,
        new BackendId("local"),
        new SparkVersion("4.1.2"),
        Terms.NONE,
        end(FailureClass.OUT_OF_MEMORY, T0),
        null,
        null,
        null);
  }

  @ParameterizedTest
  @EnumSource(FailureClass.class)
  void by_default_only_what_was_never_seen_running_is_tried_again(FailureClass failure) {
    assertThat(RetryPolicy.DEFAULT.triesAgain(end(failure, T0), 1)).isFalse();
    assertThat(RetryPolicy.DEFAULT.triesAgain(end(failure, null), 1))
        .isEqualTo(failure == FailureClass.BACKEND_UNAVAILABLE);
  }

  @Test
  void a_policy_of_the_jobs_own_retries_what_it_names_until_the_attempts_are_used_up() {
    RetryPolicy policy = policy(3, 1, 60, FailureClass.LOST_NODE);
    assertThat(policy.triesAgain(end(FailureClass.LOST_NODE, T0), 1)).isTrue();
    assertThat(policy.triesAgain(end(FailureClass.LOST_NODE, T0), 2)).isTrue();
    assertThat(policy.triesAgain(end(FailureClass.LOST_NODE, T0), 3)).isFalse();
    assertThat(policy.triesAgain(end(FailureClass.USER_ERROR, T0), 1)).isFalse();
  }

  @Test
  void a_good_end_is_never_followed() {
    var good = new Ended(Outcome.SUCCEEDED, null, "", null, T0, T0);
    assertThat(policy(9, 1, 60, FailureClass.values()[0]).triesAgain(good, 1)).isFalse();
  }

  @Test
  void delays_double_up_to_the_longest_and_jitter_takes_up_to_a_half() {
    RetryPolicy policy = policy(20, 4, 60, FailureClass.OUT_OF_MEMORY);
    long[] longest = {4_000, 8_000, 16_000, 32_000, 60_000, 60_000};
    for (int number = 1; number <= longest.length; number++) {
      for (String id : new String[] {"1", "2", "zz", "9abc"}) {
        long millis = policy.delayAfter(attempt(number, id)).toMillis();
        assertThat(millis).isBetween(longest[number - 1] / 2, longest[number - 1]);
      }
    }
    assertThat(policy.delayAfter(attempt(1, "1"))).isEqualTo(policy.delayAfter(attempt(1, "1")));
    assertThat(policy.delayAfter(attempt(1, "1"))).isNotEqualTo(policy.delayAfter(attempt(1, "2")));
  }

  @Test
  void memory_grows_by_half_up_to_the_cap_and_never_shrinks() {
    RetryPolicy policy =
        new RetryPolicy(
            5,
            Duration.ZERO,
            Duration.ZERO,
            Set.of(FailureClass.OUT_OF_MEMORY),
            Memory.parse("3g"));
    Resources asked =
        new Resources(
            new DriverResources(1, Memory.parse("1g"), null),
            new ExecutorResources(2, 1, Memory.parse("8g"), null, null));
    assertThat(policy.raised(asked, 0)).isEqualTo(asked);
    assertThat(policy.raised(asked, 1).driver().memory().mebibytes()).isEqualTo(1537);
    assertThat(policy.raised(asked, 9).driver().memory()).hasToString("3g");
    assertThat(policy.raised(asked, 9).executor().memory()).hasToString("8g");
  }

  @Test
  void the_attempt_after_a_lack_of_memory_asks_for_more() {
    RunPolicy policy =
        new RunPolicy(
            Duration.ofHours(1),
            Duration.ofMinutes(5),
            new RetryPolicy(
                5,
                Duration.ZERO,
                Duration.ZERO,
                Set.of(FailureClass.OUT_OF_MEMORY),
                Memory.parse("3g")));
    Execution second = attempt(1, "1").next(attempt(2, "2").id(), Requests.with(policy), T0);
    assertThat(second.terms().memoryRaises()).isEqualTo(1);
    // Heaps of 1g become 1537m: one of the driver, two of executors.
    assertThat(second.terms().demand()).isEqualTo(new Demand(3, 3 * 1537));
    assertThat(second.terms().startBy()).isEqualTo(T0.plusSeconds(300));
    assertThat(second.firstDue()).isEqualTo(second.terms().startBy());
    assertThat(second.overdue(T0.plusSeconds(299))).isNull();
    assertThat(second.overdue(T0.plusSeconds(300)))
        .isNotNull()
        .extracting(StopReason::outcome)
        .isEqualTo(Outcome.TIMEOUT);
  }

  @Test
  void what_makes_no_sense_is_refused() {
    assertThatThrownBy(() -> policy(0, 1, 60)).isInstanceOf(InvalidValue.class);
    assertThatThrownBy(() -> policy(21, 1, 60)).isInstanceOf(InvalidValue.class);
    assertThatThrownBy(() -> policy(2, 10, 5)).isInstanceOf(InvalidValue.class);
    assertThatThrownBy(() -> policy(2, 1, 60, FailureClass.TIMEOUT))
        .isInstanceOf(InvalidValue.class);
    assertThatThrownBy(
            () -> new RetryPolicy(2, Duration.ZERO, Duration.ZERO, Set.of(), Memory.ofGibibytes(1)))
        .isInstanceOf(InvalidValue.class);
  }
}
