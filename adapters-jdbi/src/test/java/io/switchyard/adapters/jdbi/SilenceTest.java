package io.switchyard.adapters.jdbi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.switchyard.ports.TargetFailure;
import io.switchyard.ports.TargetFailure.Kind;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

final class SilenceTest {

  private final Silence silence = new Silence();

  private static <T> T away() {
    throw TargetFailure.withoutEffect(Kind.UNREACHABLE, "away");
  }

  @Test
  void while_one_waits_for_a_silent_database_others_are_refused_at_once() throws Exception {
    assertThatThrownBy(() -> silence.unless("read", SilenceTest::away)).hasMessage("away");
    CountDownLatch asking = new CountDownLatch(1);
    CountDownLatch answer = new CountDownLatch(1);
    CompletableFuture<String> first =
        CompletableFuture.supplyAsync(
            () ->
                silence.unless(
                    "read",
                    () -> {
                      asking.countDown();
                      await(answer);
                      return "first";
                    }));
    await(asking);

    assertThatThrownBy(() -> silence.unless("read", () -> "second"))
        .isInstanceOfSatisfying(
            TargetFailure.class,
            failure -> {
              assertThat(failure.kind()).isEqualTo(Kind.UNREACHABLE);
              assertThat(failure.outcomeKnown()).isTrue();
            });
    answer.countDown();
    assertThat(first.get()).isEqualTo("first");
    assertThat(silence.unless("read", () -> "third")).isEqualTo("third");
  }

  @Test
  void each_who_is_not_answered_leaves_the_question_to_the_next() {
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> silence.unless("read", SilenceTest::away)).hasMessage("away");
    }
    assertThat(silence.unless("read", () -> "back")).isEqualTo("back");
  }

  @Test
  void a_refusal_is_an_answer() {
    assertThatThrownBy(() -> silence.unless("read", SilenceTest::away)).hasMessage("away");
    assertThatThrownBy(
            () ->
                silence.unless(
                    "read",
                    () -> {
                      throw TargetFailure.withoutEffect(Kind.BROKEN, "no such table");
                    }))
        .hasMessage("no such table");
    assertThat(silence.unless("read", () -> silence.unless("read", () -> "both")))
        .isEqualTo("both");
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
