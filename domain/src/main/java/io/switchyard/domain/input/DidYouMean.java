package io.switchyard.domain.input;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the word a person probably meant, by Levenshtein distance without regard to case. */
public final class DidYouMean {

  private DidYouMean() {}

  /**
   * The candidate nearest to {@code word}, if it is near enough to be a slip: at most a third of
   * the word's letters differ, and at least one letter may. Ties go to the first in dictionary
   * order.
   */
  public static Optional<String> among(Collection<String> candidates, String word) {
    int allowed = Math.max(1, word.length() / 3);
    return candidates.stream()
        .filter(c -> distance(c, word) <= allowed)
        .min(Comparator.<String>comparingInt(c -> distance(c, word)).thenComparing(c -> c));
  }

  private static int distance(String left, String right) {
    String a = left.toLowerCase(Locale.ROOT).replace('-', '_');
    String b = right.toLowerCase(Locale.ROOT).replace('-', '_');
    int[] previous = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      previous[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int[] current = new int[b.length() + 1];
      current[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int substitution = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        current[j] = Math.min(substitution, 1 + Math.min(previous[j], current[j - 1]));
      }
      previous = current;
    }
    return previous[b.length()];
  }
}
