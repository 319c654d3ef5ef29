package io.switchyard.adapters.k8s;

import io.switchyard.domain.job.Observation;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What was last heard of the drivers of a backend, by handle. Only what is told of a driver is
 * kept. A driver that had ended before its object was removed is remembered as ended for a while,
 * so that it is not taken for one that vanished.
 */
final class Picture {

  /** Ends are asked for within seconds; so many are enough for long enough. */
  private static final int MOST_REMOVED = 10_000;

  private final Map<String, Observation> drivers = new ConcurrentHashMap<>();
  private final Map<String, Observation> removed = new LinkedHashMap<>();

  /** What was heard of a driver; empty if there is none that is known here. */
  Optional<Observation> of(String handle) {
    Observation seen = drivers.get(handle);
    if (seen != null) {
      return Optional.of(seen);
    }
    synchronized (removed) {
      return Optional.ofNullable(removed.get(handle));
    }
  }

  int size() {
    return drivers.size();
  }

  /**
   * @return whether that is news
   */
  boolean put(String handle, Observation seen) {
    return !seen.equals(drivers.put(handle, seen));
  }

  /**
   * The object is gone.
   *
   * @param last what it said in the end
   */
  void remove(String handle, Observation last) {
    if (last.ended()) {
      synchronized (removed) {
        removed.put(handle, last);
        if (removed.size() > MOST_REMOVED) {
          removed.remove(removed.keySet().iterator().next());
        }
      }
    }
    drivers.remove(handle);
  }

  /**
   * These are all there are.
   *
   * @return whether that is news
   */
  boolean replace(Map<String, Observation> all) {
    boolean news = false;
    Set<String> gone = new HashSet<>(drivers.keySet());
    gone.removeAll(all.keySet());
    for (String handle : gone) {
      news = true;
      Observation last = drivers.get(handle);
      if (last != null) {
        remove(handle, last);
      }
    }
    for (Map.Entry<String, Observation> one : all.entrySet()) {
      news |= put(one.getKey(), one.getValue());
    }
    return news;
  }
}
