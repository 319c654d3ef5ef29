package io.switchyard.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchyard.app.http.Meters;
import io.switchyard.ports.TargetFailure;
import io.switchyard.ports.job.Cadence;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(180)
final class WorkLoopTest {

  private static WorkConfig config(Duration idle) {
    Cadence c = Cadence.DEFAULT;
    return new WorkConfig(1, idle, new Cadence(c.poll(), c.retry(), c.lease(), c.launch(), 5));
  }

  @Test
  void a_full_batch_is_followed_by_the_next_pass_at_once() throws Exception {
    CountDownLatch passes = new CountDownLatch(3);
    try (Meters meters = new Meters();
        WorkLoop loop =
            new WorkLoop(
                () -> {
                  passes.countDown();
                  return 5;
                },
                config(Duration.ofMinutes(1)),
                meters)) {
      loop.start();
      assertThat(passes.await(60, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void a_batch_that_was_not_full_is_followed_by_a_pause() throws Exception {
    AtomicInteger passes = new AtomicInteger();
    CountDownLatch first = new CountDownLatch(1);
    try (Meters meters = new Meters()) {
      WorkLoop loop =
          new WorkLoop(
              () -> {
                passes.incrementAndGet();
                first.countDown();
                return 4;
              },
              config(Duration.ofMinutes(1)),
              meters);
      loop.start();
      assertThat(first.await(60, TimeUnit.SECONDS)).isTrue();
      loop.close();
      assertThat(passes.get()).isEqualTo(1);
    }
  }

  @Test
  void nothing_that_a_pass_throws_ends_the_loop() throws Exception {
    AtomicInteger passes = new AtomicInteger();
    CountDownLatch recovered = new CountDownLatch(1);
    try (Meters meters = new Meters();
        WorkLoop loop =
            new WorkLoop(
                () -> {
                  switch (passes.incrementAndGet()) {
                    case 1 ->
                        throw TargetFailure.withoutEffect(
                            TargetFailure.Kind.UNREACHABLE, "store is away");
                    case 2 -> throw new IllegalStateException("a defect");
                    case 3 -> throw new NoClassDefFoundError("a broken installation");
                    default -> recovered.countDown();
                  }
                  return 0;
                },
                config(Duration.ofMillis(10)),
                meters)) {
      loop.start();
      assertThat(recovered.await(60, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void closing_waits_for_the_pass_that_is_under_way() throws Exception {
    CountDownLatch began = new CountDownLatch(1);
    CountDownLatch mayEnd = new CountDownLatch(1);
    AtomicBoolean ended = new AtomicBoolean();
    try (Meters meters = new Meters()) {
      WorkLoop loop =
          new WorkLoop(
              () -> {
                began.countDown();
                awaitUnchecked(mayEnd);
                ended.set(true);
                return 0;
              },
              config(Duration.ofMillis(10)),
              meters);
      loop.start();
      assertThat(began.await(60, TimeUnit.SECONDS)).isTrue();
      Thread closing = new Thread(loop::close);
      closing.start();
      mayEnd.countDown();
      closing.join(10_000);
      assertThat(closing.isAlive()).isFalse();
      assertThat(ended).isTrue();
    }
  }

  private static void awaitUnchecked(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
