package io.switchyard.domain.placement;

/**
 * Weighted rendezvous hashing: each backend draws a number for a key, and the highest wins. A
 * backend that comes or goes moves only the keys that it wins.
 */
final class Draw {

  private static final long OFFSET = 0xcbf29ce484222325L;
  private static final long PRIME = 0x100000001b3L;
  private static final long TRIAL = 0x9e3779b97f4a7c15L;

  private Draw() {}

  static long hash(String text) {
    long hash = OFFSET;
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * PRIME;
    }
    return mixed(hash);
  }

  /** Higher wins; in the long run a backend wins in proportion to its weight, above 0. */
  static double score(long key, BackendId backend, double weight) {
    return -weight / Math.log(unit(key ^ hash(backend.value())));
  }

  /** Whether the key is among that share, 0 to 1, of all keys that a backend on trial takes. */
  static boolean tried(long key, BackendId backend, double share) {
    return share >= 1 || (share > 0 && unit(key ^ hash(backend.value()) ^ TRIAL) < share);
  }

  /** Above 0 and below 1. */
  private static double unit(long bits) {
    return ((mixed(bits) >>> 12) + 0.5) * 0x1.0p-52;
  }

  private static long mixed(long bits) {
    long z = bits;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
