package io.switchyard.domain.placement;

import static io.switchyard.domain.placement.Asks.EAST;
import static io.switchyard.domain.placement.Asks.EU;
import static io.switchyard.domain.placement.Asks.WEST;
import static io.switchyard.domain.placement.Asks.backend;
import static io.switchyard.domain.placement.Asks.cluster;
import static io.switchyard.domain.placement.Asks.faring;
import static io.switchyard.domain.placement.Asks.heldTo;
import static io.switchyard.domain.placement.Asks.job;
import static io.switchyard.domain.placement.Asks.kind;
import static io.switchyard.domain.placement.Asks.loaded;
import static io.switchyard.domain.placement.Asks.terms;
import static io.switchyard.domain.placement.Asks.wishing;
import static org.assertj.core.api.Assertions.assertThat;

import io.switchyard.domain.placement.PlacementAsk.Wish;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class PlacementPolicyTest {

  private static final PlacementPolicy.Fits ALL = backend -> null;

  private final BackendSnapshot west = backend("west", 0, WEST);
  private final BackendSnapshot east = backend("east", 1, EAST);
  private final BackendSnapshot eu = kind(backend("eu", 2, EU), BackendKind.EMR);

  private static Placement placed(PlacementAsk ask, BackendSnapshot... backends) {
    return ((Placing.At) PlacementPolicy.place(ask, List.of(backends), ALL)).placement();
  }

  private static List<String> said(List<Refusal> refused) {
    return refused.stream()
        .map(refusal -> refusal.backend() + " " + refusal.rule().word() + ": " + refusal.reason())
        .toList();
  }

  @Test
  void the_first_of_the_order_takes_all_it_can() {
    Placement placement = placed(job("a"), west, east, eu);

    assertThat(placement.backend()).isEqualTo(west.id());
    assertThat(placement.rule()).isEqualTo(PlacementRule.ORDER);
    assertThat(placement.waits()).isNull();
    assertThat(said(placement.refused()))
        .containsExactly(
            "east order: west comes first in the configured order",
            "eu order: west comes first in the configured order");
  }

  @Test
  void one_backend_alone_takes_what_fits_however_it_fares() {
    Placement placement = placed(job("a"), faring(west, 0, true));

    assertThat(placement.backend()).isEqualTo(west.id());
    assertThat(placement.rule()).isEqualTo(PlacementRule.ONLY);
    assertThat(placement.waits().rule()).isEqualTo(PlacementRule.HEALTH);
  }

  @Test
  void the_picture_of_three_regions_sends_clusters_of_the_third_to_emr() {
    Placement placement = placed(cluster(EU, null), west, east, eu);

    assertThat(placement.backend()).isEqualTo(eu.id());
    assertThat(said(placement.refused()))
        .containsExactly("west region: is not in eu-west-1", "east region: is not in eu-west-1");
    assertThat(placed(cluster(EAST, BackendKind.EMR), west, east, eu).backend())
        .isEqualTo(east.id());
  }

  @Test
  void what_the_request_names_is_tried_first_the_region_before_the_kind() {
    Wish emrInTheEast = new Wish(EAST, false, BackendKind.EMR);

    assertThat(placed(wishing("a", emrInTheEast), west, east, eu).backend()).isEqualTo(east.id());
    assertThat(placed(wishing("a", emrInTheEast), west, faring(east, 0, false), eu).backend())
        .isEqualTo(eu.id());
    Placement kind = placed(wishing("a", new Wish(null, false, BackendKind.EMR)), west, east, eu);
    assertThat(kind.backend()).isEqualTo(eu.id());
    assertThat(kind.rule()).isEqualTo(PlacementRule.PREFERENCE);
  }

  @Test
  void the_home_region_decides_only_among_equals_of_the_order() {
    PlacementAsk atHome =
        new PlacementAsk("a", "growth", false, null, Set.of(), Wish.NONE, EU, 1, 1, Asks.NOW);
    BackendSnapshot asGood = backend("eu-too", 0, EU);

    assertThat(placed(atHome, west, eu).backend()).isEqualTo(west.id());
    Placement near = placed(atHome, west, asGood);
    assertThat(near.backend()).isEqualTo(asGood.id());
    assertThat(near.rule()).isEqualTo(PlacementRule.LOCALITY);
  }

  @Test
  void health_never_beats_residency() {
    Placement placement = placed(heldTo("a", EU), west, east, faring(eu, 0, false));

    assertThat(placement.backend()).isEqualTo(eu.id());
    assertThat(placement.waits().reason()).isEqualTo("is unhealthy");
    assertThat(said(placement.refused()))
        .containsExactly(
            "west residency: is in us-west-2, and team growth is held to eu-west-1",
            "east residency: is in us-east-1, and team growth is held to eu-west-1");
  }

  @Test
  void a_backend_that_may_be_anywhere_is_in_no_fence() {
    Placing placing = PlacementPolicy.place(heldTo("a", EU), List.of(backend("any", 0)), ALL);

    assertThat(said(((Placing.Nowhere) placing).refused()))
        .containsExactly(
            "any residency: is not configured with a region, and team growth is held to eu-west-1");
  }

  @Test
  void of_those_that_cannot_take_it_now_the_one_that_can_soonest_is_waited_for() {
    BackendSnapshot bounded =
        terms(west, new BackendTerms(0, 1, 1, Set.of(), 10L, 1024L * 1024, null));
    BackendSnapshot full = loaded(bounded, 10, 0);

    assertThat(placed(job("a"), full, east).backend()).isEqualTo(east.id());
    Placement waits = placed(job("a"), faring(east, 0, false), full, faring(eu, 1, true));
    assertThat(waits.backend()).isEqualTo(west.id());
    assertThat(waits.waits().reason())
        .isEqualTo("has not enough room left: 10 of 10 cores and 0m of 1048576m memory are taken");
    assertThat(placed(job("a"), faring(east, 0, false), faring(eu, 1, true)).backend())
        .isEqualTo(east.id());
  }

  @Test
  void only_what_could_be_chosen_is_asked_whether_it_fits() {
    List<String> asked = new ArrayList<>();
    PlacementPolicy.Fits notWest =
        id -> {
          asked.add(id.value());
          return id.equals(west.id()) ? "has no Spark 9" : null;
        };
    Placing placing = PlacementPolicy.place(job("a"), List.of(west, east, eu), notWest);

    assertThat(asked).containsExactly("west", "east");
    assertThat(said(((Placing.At) placing).placement().refused()))
        .containsExactly(
            "west fit: has no Spark 9", "eu order: east comes first in the configured order");
  }

  @Test
  void an_explanation_names_the_first_rule_of_each() {
    BackendSnapshot sick = faring(west, 0, false);
    PlacementPolicy.Fits onlyEast = id -> id.equals(east.id()) ? null : "has no GPU";
    Placing placing = PlacementPolicy.explain(job("a"), List.of(sick, east, eu), onlyEast);

    assertThat(said(((Placing.At) placing).placement().refused()))
        .containsExactly("west fit: has no GPU", "eu fit: has no GPU");
  }
}
