package io.switchyard.adapters.jdbi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class GroupFlushTest {

  private static final int WAITING = 10;

  private final GroupFlush group = new GroupFlush();
  private final AtomicInteger flushes = new AtomicInteger();

  @Test
  void each_commit_alone_is_flushed() {
    group.afterCommit(flushes::incrementAndGet);
    group.afterCommit(flushes::incrementAndGet);
    assertThat(flushes).hasValue(2);
  }

  @Test
  void a_flush_under_way_does_not_count_for_who_came_later_and_the_next_does_for_all() {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    List<Thread> others = new ArrayList<>();
    CompletableFuture<Void> first =
        CompletableFuture.runAsync(
            () ->
                group.afterCommit(
                    () -> {
                      begun.countDown();
                      await(go);
                      flushes.incrementAndGet();
                    }));
    await(begun);
    for (int i = 0; i < WAITING; i++) {
      Thread thread = new Thread(() -> group.afterCommit(flushes::incrementAndGet));
      thread.start();
      others.add(thread);
    }
    while (others.stream().anyMatch(thread -> thread.getState() != Thread.State.WAITING)) {
      Thread.onSpinWait();
    }
    go.countDown();
    first.join();
    others.forEach(GroupFlushTest::join);
    assertThat(flushes).hasValue(2);
  }

  @Test
  void a_flush_that_fails_counts_for_nobody() {
    assertThatThrownBy(
            () ->
                group.afterCommit(
                    () -> {
                      throw new IllegalStateException("disk full");
                    }))
        .hasMessage("disk full");
    group.afterCommit(flushes::incrementAndGet);
    assertThat(flushes).hasValue(1);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
