package io.switchyard.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchyard.ports.TargetFailure;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(180)
final class HistoryLoopTest {

  @Test
  void batches_follow_one_another_until_there_is_no_more() throws Exception {
    AtomicInteger batches = new AtomicInteger();
    CountDownLatch third = new CountDownLatch(1);
    HistoryLoop loop =
        new HistoryLoop(
            () -> {
              boolean more = batches.incrementAndGet() < 3;
              if (!more) {
                third.countDown();
              }
              return more;
            },
            Duration.ofHours(1));
    loop.start();
    assertThat(third.await(60, TimeUnit.SECONDS)).isTrue();
    loop.close();
    assertThat(batches).hasValue(3);
  }

  @Test
  void a_batch_that_fails_is_tried_again() throws Exception {
    AtomicInteger batches = new AtomicInteger();
    CountDownLatch recovered = new CountDownLatch(1);
    try (HistoryLoop loop =
        new HistoryLoop(
            () -> {
              switch (batches.incrementAndGet()) {
                case 1 ->
                    throw TargetFailure.withoutEffect(
                        TargetFailure.Kind.UNREACHABLE, "store is away");
                case 2 -> throw new IllegalStateException("a defect");
                default -> recovered.countDown();
              }
              return false;
            },
            Duration.ofMillis(1))) {
      loop.start();
      assertThat(recovered.await(60, TimeUnit.SECONDS)).isTrue();
    }
  }
}
