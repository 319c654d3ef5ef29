package io.switchyard.adapters.jdbi;

import java.util.TreeSet;
import java.util.function.LongFunction;

/**
 * Knows which writes of this process are under way, so that a reader can stop before the first of
 * them. Enough where one process has the database to itself.
 */
final class Tickets {

  private final TreeSet<Long> underWay = new TreeSet<>();
  private long next;

  /**
   * @param next above all that were given before, in any process
   */
  Tickets(long next) {
    this.next = next;
  }

  /** Does a write that holds a ticket, higher than those of all that ended before it began. */
  <T> T holding(LongFunction<T> write) {
    long ticket = take();
    try {
      return write.apply(ticket);
    } finally {
      giveBack(ticket);
    }
  }

  private synchronized long take() {
    long ticket = next++;
    underWay.add(ticket);
    return ticket;
  }

  private synchronized void giveBack(long ticket) {
    underWay.remove(ticket);
  }

  /** Every write with a ticket below this has ended, and no later one gets such a ticket. */
  synchronized long horizon() {
    return underWay.isEmpty() ? next : underWay.first();
  }
}
