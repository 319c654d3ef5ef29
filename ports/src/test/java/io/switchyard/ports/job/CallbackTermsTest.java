package io.switchyard.ports.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchyard.domain.callback.CallbackUrl;
import io.switchyard.domain.job.JobId;
import io.switchyard.ports.job.Callback.State;
import io.switchyard.ports.job.CallbackAnswer.Failed;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CallbackTermsTest {

  private static final Instant END = Instant.parse("2026-03-01T10:00:00Z");
  private static final CallbackTerms TERMS = CallbackTerms.DEFAULT;
  private final JobIds ids = new SequentialIds();

  private static Callback due(JobId job) {
    return new Callback(
            job, new CallbackUrl("https://x.example"), State.PENDING, null, 0, null, null, "", null)
        .ended(END);
  }

  private static Callback failed(Callback callback, @Nullable Duration asked, Instant now) {
    return callback.after(new Failed(500, "answered 500", asked), now, TERMS);
  }

  /** Tries at the moment at which each is due, until it is given up. */
  private static List<Callback> toTheEnd(Callback callback) {
    List<Callback> seen = new ArrayList<>();
    for (Callback c = callback; c.next() != null; c = failed(c, null, c.next())) {
      seen.add(c);
    }
    return seen;
  }

  @Test
  void pauses_double_to_a_quarter_of_an_hour() {
    List<Callback> tries = toTheEnd(due(ids.nextJob()));
    for (int i = 0; i + 1 < tries.size() - 1; i++) {
      Duration pause = Duration.between(tries.get(i).next(), tries.get(i + 1).next());
      long most = Math.min(5_000L << Math.min(i, 20), 900_000);
      assertThat(pause.toMillis()).as("pause %d", i).isBetween(most * 3 / 4, most);
    }
  }

  @Test
  void the_last_try_is_a_day_after_the_end() {
    List<Callback> tries = toTheEnd(due(ids.nextJob()));
    Callback last = tries.get(tries.size() - 1);
    assertThat(last.next()).isEqualTo(END.plus(Duration.ofDays(1)));
    Callback over = failed(last, null, last.next());
    assertThat(over.state()).isEqualTo(State.FAILED);
    assertThat(over.next()).isNull();
    assertThat(over.tries()).isEqualTo(tries.size()).isBetween(100, 150);
  }

  @Test
  void jobs_that_failed_together_do_not_come_back_together() {
    Set<Instant> moments = new HashSet<>();
    for (int i = 0; i < 20; i++) {
      moments.add(failed(due(ids.nextJob()), null, END).next());
    }
    assertThat(moments).hasSizeGreaterThan(15);
  }

  @ParameterizedTest
  @CsvSource({"1, 5", "30, 30", "3600, 3600", "100000, 3600", "0, 5"})
  void a_receiver_may_ask_for_another_pause_within_bounds(int asked, int waits) {
    Callback next = failed(due(ids.nextJob()), Duration.ofSeconds(asked), END);
    assertThat(next.next()).isEqualTo(END.plusSeconds(waits));
  }

  @Test
  void a_try_long_after_the_end_is_the_last() {
    Callback late = failed(due(ids.nextJob()), null, END.plus(Duration.ofDays(2)));
    assertThat(late.state()).isEqualTo(State.FAILED);
  }
}
