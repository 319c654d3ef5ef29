package io.switchyard.domain.input;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/**
 * Finds the word a person probably meant, by edit distance without regard to case; two neighbouring
 * letters in the wrong order count as one slip.
 */
public final class DidYouMean {

  /** Two letters begin too many words. */
  private static final int SHORTEST = 3;

  private DidYouMean() {}

  /**
   * The candidate nearest to {@code word}, if it is near enough to be a slip: at most a third of
   * the word's letters differ, and at least one letter may. Ties go to the first in dictionary
   * order. Else one that is the word cut short, or the other way round, such as {@code prod} for
   * {@code production}.
   */
  public static Optional<String> among(Collection<String> candidates, String word) {
    int allowed = Math.max(1, word.length() / 3);
    return candidates.stream()
        .filter(c -> distance(c, word) <= allowed)
        .min(Comparator.<String>comparingInt(c -> distance(c, word)).thenComparing(c -> c))
        .or(() -> candidates.stream().filter(c -> oneBeginsTheOther(c, word)).sorted().findFirst());
  }

  private static boolean oneBeginsTheOther(String a, String b) {
    int length = Math.min(a.length(), b.length());
    return length >= SHORTEST && a.regionMatches(true, 0, b, 0, length);
  }

  private static int distance(String left, String right) {
    String a = left.toLowerCase(Locale.ROOT).replace('-', '_');
    String b = right.toLowerCase(Locale.ROOT).replace('-', '_');
    int[][] d = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        d[i][j] = Math.min(i, j) == 0 ? Math.max(i, j) : cheapest(d, a, b, i, j);
      }
    }
    return d[a.length()][b.length()];
  }

  private static int cheapest(int[][] d, String a, String b, int i, int j) {
    int substitution = d[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
    int best = Math.min(substitution, 1 + Math.min(d[i - 1][j], d[i][j - 1]));
    boolean swapped =
        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
    return swapped ? Math.min(best, d[i - 2][j - 2] + 1) : best;
  }
}
