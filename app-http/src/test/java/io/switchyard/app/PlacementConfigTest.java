package io.switchyard.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.switchyard.domain.placement.BackendId;
import io.switchyard.domain.placement.BackendTerms;
import io.switchyard.domain.placement.Region;
import io.switchyard.domain.team.Team;
import io.switchyard.ports.placement.PlacementTerms;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What placement goes by, as it is configured. */
final class PlacementConfigTest {

  private static final Map<String, Object> MASTER =
      Map.of(
          "spark_version", "4.1.2",
          "master_url", "spark://m:7077",
          "rest_url", "http://m:6066",
          "ui_url", "http://m:8080",
          "cores", 16,
          "memory", "64g");

  private static Map<String, Object> backend(String id, Map<String, Object> more) {
    Map<String, Object> tree = new HashMap<>(more);
    tree.put("id", id);
    tree.put("kind", "standalone");
    tree.put("masters", List.of(MASTER));
    return tree;
  }

  @Test
  void backends_without_more_are_tried_in_their_order() {
    PlacementTerms terms =
        Config.read(Map.of("backends", List.of(backend("a", Map.of()), backend("b", Map.of()))))
            .placement();

    assertThat(terms.backends().get(new BackendId("a"))).isEqualTo(BackendTerms.ofOrder(0));
    assertThat(terms.backends().get(new BackendId("b"))).isEqualTo(BackendTerms.ofOrder(1));
    assertThat(terms.of(new Team("growth"))).isEqualTo(PlacementTerms.TeamPlace.ANYWHERE);
  }

  @Test
  void everything_can_be_said() {
    Map<String, Object> more =
        Map.of(
            "preference",
            3,
            "weight",
            5,
            "cost",
            1.5,
            "teams",
            List.of("growth"),
            "max_cores",
            400,
            "max_memory",
            "2t",
            "price",
            Map.of("core_hour", 0.05, "gib_hour", "0.006"));
    Map<String, Object> teams =
        Map.of(
            "default", Map.of("residency", List.of("us-east-1", "us-west-2")),
            "growth", Map.of("residency", List.of("eu-west-1"), "home_region", "eu-west-1"),
            "other", Map.of("weight", 2));
    PlacementTerms terms =
        Config.read(Map.of("backends", List.of(backend("a", more)), "teams", teams)).placement();

    assertThat(terms.backends().get(new BackendId("a")))
        .isEqualTo(
            new BackendTerms(
                3,
                5,
                1.5,
                Set.of("growth"),
                400L,
                2L * 1024 * 1024,
                new BackendTerms.Price(0.05, 0.006, "USD")));
    Region eu = new Region("eu-west-1");
    assertThat(terms.of(new Team("growth")))
        .isEqualTo(new PlacementTerms.TeamPlace(Set.of(eu), eu));
    assertThat(terms.of(new Team("other")).residency()).hasSize(2);
    assertThat(terms.of(new Team("stranger")).residency()).hasSize(2);
  }

  @Test
  void a_residency_that_is_nowhere_stops_the_start() {
    assertThatThrownBy(
            () ->
                Config.read(
                    Map.of("teams", Map.of("growth", Map.of("residency", List.of("eu-west-9"))))))
        .hasMessageContaining("eu-west-9");
    assertThatThrownBy(
            () -> Config.read(Map.of("backends", List.of(backend("a", Map.of("cost", 0))))))
        .hasMessageContaining("backends[0].cost");
  }
}
