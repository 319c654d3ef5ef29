package io.switchyard.gateway;

import io.netty.util.concurrent.Future;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What one loop holds of what clients have begun to say: calls without a session yet, frames that
 * are not whole. Nobody has to be known for that, so it is bounded in bytes and in time. Whoever
 * has waited longest goes first: who means it is done in a moment.
 */
final class Waiting {

  private static final long SWEEP = TimeUnit.SECONDS.toNanos(1);

  /** Somebody of whom something is held. */
  interface Guest {
    /**
     * To let go of what is held, which {@link #left} then says.
     *
     * @param late whether it took too long, else there is too much of others, too
     */
    void sendAway(boolean late);
  }

  private record Held(long since, long bytes) {}

  private final RelayLoop loop;
  private final long most;
  private final Map<Guest, Held> guests = new LinkedHashMap<>();
  private long bytes;
  private long parked;
  private @Nullable Future<?> sweep;

  /**
   * @param most bytes
   */
  Waiting(RelayLoop loop, long most) {
    this.loop = loop;
    this.most = most;
  }

  /** So many bytes are held of a guest now; sends guests away, maybe this one, if that is a lot. */
  void holds(Guest guest, long now) {
    Held before = guests.get(guest);
    long since = before == null ? System.nanoTime() : before.since();
    guests.put(guest, new Held(since, now));
    bytes += now - (before == null ? 0 : before.bytes());
    while (bytes > most) {
      sendAway(guests.keySet().iterator().next(), false);
    }
    if (sweep == null && !guests.isEmpty()) {
      sweep = loop.after(Math.min(SWEEP, limit()), this::sweep);
    }
  }

  /** Nothing is held of a guest any more. Doing it again does nothing. */
  void left(Guest guest) {
    Held held = guests.remove(guest);
    bytes -= held == null ? 0 : held.bytes();
  }

  /**
   * So many more bytes, or fewer, are held of calls that wait for their route, which may take long.
   *
   * @return false if that would be too much; then nothing is noted
   */
  boolean park(long more) {
    boolean may = more <= 0 || parked + more <= most;
    parked += may ? more : 0;
    return may;
  }

  /** Those that have waited too long; whoever came first has waited longest. */
  private void sweep() {
    sweep = null;
    long now = System.nanoTime();
    while (!guests.isEmpty()) {
      Map.Entry<Guest, Held> first = guests.entrySet().iterator().next();
      if (now - first.getValue().since() <= limit()) {
        sweep = loop.after(Math.min(SWEEP, limit()), this::sweep);
        return;
      }
      sendAway(first.getKey(), true);
    }
  }

  private void sendAway(Guest guest, boolean late) {
    left(guest);
    guest.sendAway(late);
  }

  private long limit() {
    return loop.config().times().firstMessage().toNanos();
  }
}
