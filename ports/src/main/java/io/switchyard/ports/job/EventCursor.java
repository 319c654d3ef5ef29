package io.switchyard.ports.job;

import static java.util.Comparator.comparingLong;

import java.util.Comparator;

/**
 * A place in the order of all events. An event that is not visible yet never gets a place before
 * one that is, so that whoever reads on from the last place seen misses nothing.
 *
 * @param group rises with every write; the events of one write share it
 * @param number rises within a group
 */
public record EventCursor(long group, long number) implements Comparable<EventCursor> {

  /** Before every event. */
  public static final EventCursor START = new EventCursor(0, 0);

  private static final Comparator<EventCursor> ORDER =
      comparingLong(EventCursor::group).thenComparingLong(EventCursor::number);

  @Override
  public int compareTo(EventCursor other) {
    return ORDER.compare(this, other);
  }
}
