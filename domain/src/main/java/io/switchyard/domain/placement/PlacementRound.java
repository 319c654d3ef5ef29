package io.switchyard.domain.placement;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One decision, while it is made. */
final class PlacementRound {

  /** Given up one after the other where nobody is left, the one that passes soonest first. */
  private static final List<PlacementRule> GIVEN_UP =
      List.of(
          PlacementRule.TRIAL, PlacementRule.CAPACITY, PlacementRule.HEALTH, PlacementRule.DRAIN);

  private static final int NOBODY = -1;

  private final PlacementAsk ask;
  private final List<BackendSnapshot> backends;
  private final PlacementPolicy.Fits fits;
  private final long key;
  private final @Nullable Refusal[] refusals;
  private final double[] scores;

  PlacementRound(PlacementAsk ask, List<BackendSnapshot> backends, PlacementPolicy.Fits fits) {
    this.ask = ask;
    this.backends = backends;
    this.fits = fits;
    this.key = Draw.hash(ask.key());
    this.refusals = new Refusal[backends.size()];
    this.scores = new double[backends.size()];
    for (int i = 0; i < refusals.length; i++) {
      BackendSnapshot backend = backends.get(i);
      refusals[i] = PlacementFilters.refusal(ask, key, backend);
      BackendTerms terms = backend.terms();
      double weight = terms.weight() * backend.headroom() / terms.cost();
      scores[i] = Draw.score(key, backend.id(), weight);
    }
  }

  /** Finds out of every backend that is not refused for ever whether it could run the work. */
  void askEverybody() {
    for (int i = 0; i < refusals.length; i++) {
      Refusal refusal = refusals[i];
      if (refusal == null || refusal.rule().temporary()) {
        fits(i);
      }
    }
  }

  Placing decide() {
    int chosen = best(null);
    for (int i = 0; i < GIVEN_UP.size() && chosen == NOBODY; i++) {
      chosen = best(GIVEN_UP.get(i));
    }
    return chosen == NOBODY ? new Placing.Nowhere(refused(NOBODY)) : new Placing.At(at(chosen));
  }

  /** The best that fits of those refused by that rule; of those not refused if it is null. */
  private int best(@Nullable PlacementRule rule) {
    int best = next(rule, NOBODY);
    while (best != NOBODY && !fits(best)) {
      best = next(rule, NOBODY);
    }
    return best;
  }

  private int next(@Nullable PlacementRule rule, int without) {
    int best = NOBODY;
    for (int i = 0; i < refusals.length; i++) {
      Refusal refusal = refusals[i];
      if (i != without
          && (refusal == null ? null : refusal.rule()) == rule
          && (best == NOBODY || beats(i, best))) {
        best = i;
      }
    }
    return best;
  }

  private boolean fits(int i) {
    BackendId id = backends.get(i).id();
    String refusal = fits.refusal(id);
    if (refusal != null) {
      refusals[i] = new Refusal(id, PlacementRule.FIT, refusal);
    }
    return refusal == null;
  }

  private boolean beats(int a, int b) {
    int by = compare(a, b);
    return by == 0 ? scores[a] > scores[b] : by < 0;
  }

  private int compare(int a, int b) {
    int by = Integer.compare(missedWishes(a), missedWishes(b));
    if (by == 0) {
      by = Integer.compare(backends.get(a).terms().order(), backends.get(b).terms().order());
    }
    return by == 0 ? Boolean.compare(away(a), away(b)) : by;
  }

  /** The region counts for more than the kind. */
  private int missedWishes(int i) {
    BackendSnapshot backend = backends.get(i);
    PlacementAsk.Wish wish = ask.wish();
    int missed = wish.region() == null || backend.standsIn(wish.region()) ? 0 : 2;
    return wish.kind() == null || backend.kind() == wish.kind() ? missed : missed + 1;
  }

  private boolean away(int i) {
    Region home = ask.home();
    return home != null && ask.wish().region() == null && !backends.get(i).standsIn(home);
  }

  /** What decided between two of which each could take the work. */
  private PlacementRule between(int a, int b) {
    if (missedWishes(a) != missedWishes(b)) {
      return PlacementRule.PREFERENCE;
    } else if (backends.get(a).terms().order() != backends.get(b).terms().order()) {
      return PlacementRule.ORDER;
    }
    return away(a) == away(b) ? PlacementRule.SHARE : PlacementRule.LOCALITY;
  }

  private Placement at(int chosen) {
    Refusal waits = refusals[chosen];
    int second = next(waits == null ? null : waits.rule(), chosen);
    PlacementRule rule = second == NOBODY ? PlacementRule.ONLY : between(chosen, second);
    BackendId id = backends.get(chosen).id();
    // One on trial takes it at once.
    Refusal keeps = waits == null || waits.rule() == PlacementRule.TRIAL ? null : waits;
    return new Placement(id, rule, PlacementWords.chosen(rule), keeps, ask.at(), refused(chosen));
  }

  private List<Refusal> refused(int chosen) {
    List<Refusal> refused = new ArrayList<>(refusals.length);
    for (int i = 0; i < refusals.length; i++) {
      Refusal refusal = refusals[i];
      if (refusal != null && i != chosen) {
        refused.add(refusal);
      } else if (i != chosen) {
        PlacementRule rule = between(chosen, i);
        String reason = PlacementWords.passedOver(rule, backends.get(chosen).id());
        refused.add(new Refusal(backends.get(i).id(), rule, reason));
      }
    }
    return refused;
  }
}
