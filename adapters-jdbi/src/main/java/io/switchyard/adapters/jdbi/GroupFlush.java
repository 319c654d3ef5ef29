package io.switchyard.adapters.jdbi;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Brings commits onto the disk, all that wait for it at once: while one flush is under way others
 * gather, and the next serves all of them.
 */
final class GroupFlush {

  private final Lock turn = new ReentrantLock();
  private final AtomicLong committed = new AtomicLong();
  private long flushed;

  /**
   * Returns when a flush has been done that began after this call.
   *
   * @param flush brings all commits onto the disk that returned before it begins
   */
  void afterCommit(Runnable flush) {
    long mine = committed.incrementAndGet();
    turn.lock();
    try {
      if (flushed < mine) {
        long all = committed.get();
        flush.run();
        flushed = all;
      }
    } finally {
      turn.unlock();
    }
  }
}
