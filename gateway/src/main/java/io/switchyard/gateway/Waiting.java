package io.switchyard.gateway;

import io.netty.util.concurrent.Future;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What one loop holds of what clients have begun to say: calls without a session yet, frames that
 * are not whole. Nobody has to be known for that, so it is bounded in bytes and in time. Of too
 * much, what the connection with the most of it began first goes, of one that nobody is known on if
 * there is any: who means it is done in a moment.
 */
final class Waiting {

  private static final long SWEEP = TimeUnit.SECONDS.toNanos(1);

  private static final Comparator<Map.Entry<ClientPeer, Crowd>> WORST =
      Comparator.<Map.Entry<ClientPeer, Crowd>, Boolean>comparing(each -> !each.getKey().isKnown())
          .thenComparing(each -> each.getValue().bytes);

  /** Somebody of whom something is held. */
  interface Guest {
    /**
     * To let go of what is held; it is not counted any more.
     *
     * @param late whether it took too long, else there is too much
     */
    void sendAway(boolean late);
  }

  private record Held(long since, long bytes) {}

  /** What is held of one connection, the first first. */
  private static final class Crowd {
    private final Map<Guest, Held> guests = new LinkedHashMap<>();
    private long bytes;
  }

  private final RelayLoop loop;
  private final long most;
  private final Map<ClientPeer, Crowd> crowds = new HashMap<>();
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
  void holds(ClientPeer client, Guest guest, long now) {
    Crowd crowd = crowds.computeIfAbsent(client, of -> new Crowd());
    Held before = crowd.guests.get(guest);
    crowd.guests.put(guest, new Held(before == null ? System.nanoTime() : before.since(), now));
    add(crowd, now - (before == null ? 0 : before.bytes()));
    while (bytes > most) {
      var worst = crowds.entrySet().stream().max(WORST).orElseThrow();
      sendAway(worst.getKey(), worst.getValue().guests.keySet().iterator().next(), false);
    }
    sweepSoon();
  }

  /** Nothing is held of a guest any more. Doing it again does nothing. */
  void left(ClientPeer client, Guest guest) {
    Crowd crowd = crowds.get(client);
    Held held = crowd == null ? null : crowd.guests.remove(guest);
    if (crowd != null && held != null) {
      add(crowd, -held.bytes());
      if (crowd.guests.isEmpty()) {
        crowds.remove(client);
      }
    }
  }

  private void add(Crowd crowd, long more) {
    crowd.bytes += more;
    bytes += more;
  }

  private void sendAway(ClientPeer client, Guest guest, boolean late) {
    left(client, guest);
    guest.sendAway(late);
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

  // Those that wait too long.

  private void sweepSoon() {
    if (sweep == null && !crowds.isEmpty()) {
      sweep = loop.after(Math.min(SWEEP, limit()), this::sweep);
    }
  }

  private void sweep() {
    sweep = null;
    long now = System.nanoTime();
    for (Map.Entry<ClientPeer, Crowd> crowd : List.copyOf(crowds.entrySet())) {
      crowd.getValue().guests.entrySet().stream()
          .takeWhile(guest -> now - guest.getValue().since() > limit())
          .map(Map.Entry::getKey)
          .toList()
          .forEach(guest -> sendAway(crowd.getKey(), guest, true));
    }
    sweepSoon();
  }

  private long limit() {
    return loop.config().times().firstMessage().toNanos();
  }
}
