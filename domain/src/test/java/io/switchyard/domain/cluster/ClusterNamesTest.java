package io.switchyard.domain.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.switchyard.domain.input.InvalidInput;
import io.switchyard.domain.input.InvalidValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

final class ClusterNamesTest {

  private static final ClusterNames NAMES = new ClusterNames("spark.example.com");
  private static final Pattern LABEL = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
  private static final List<String> TEAMS =
      List.of(
          "a",
          "b",
          "a-b",
          "a--b",
          "feature-engineering",
          "feature-enablement",
          "abcdefghijklmnopqrstuvwxyz0123",
          "prod",
          "dev-x",
          "a-b-c");
  private static final List<String> NAMES_OF_CLUSTERS =
      List.of("", "a", "b", "a-b", "dev", "abcdefghijklmnopqrstuvwxyz0123456789abcd");
  private static final List<String> REGIONS = List.of("us-west-2", "us-east-1", "eu-west-1");

  private static ClusterRequest request(String team, String env, String region, String name) {
    Map<String, Object> tree =
        new HashMap<>(Map.of("team", team, "environment", env, "region", region, "size", "small"));
    if (!name.isEmpty()) {
      tree.put("name", name);
    }
    return ClusterRequestForm.read(tree, "anna");
  }

  private static List<ClusterRequest> every() {
    List<ClusterRequest> all = new ArrayList<>();
    for (String team : TEAMS) {
      for (String env : List.of("dev", "staging", "ci", "prod")) {
        for (String region : REGIONS) {
          NAMES_OF_CLUSTERS.forEach(name -> all.add(request(team, env, region, name)));
        }
      }
    }
    return all;
  }

  @Test
  void every_team_environment_region_and_name_has_a_host_and_an_id_of_its_own() {
    List<ClusterRequest> all = every();
    assertThat(all.stream().map(NAMES::host)).hasSize(720).doesNotHaveDuplicates();
    assertThat(
            all.stream()
                .map(r -> ClusterId.of(r.team(), r.environment(), r.region(), "k3x9qa"))
                .distinct())
        .hasSize(120);
  }

  @Test
  void a_short_host_means_one_team_and_environment_and_is_no_other_host() {
    Map<String, String> owners = new HashMap<>();
    for (ClusterRequest request : every()) {
      String owner = request.team() + "/" + request.environment();
      assertThat(owners.putIfAbsent(NAMES.shortHost(request), owner)).isIn(null, owner);
    }
    assertThat(every().stream().map(NAMES::host)).noneMatch(owners::containsKey);
  }

  @Test
  void namespaces_are_one_for_each_team_and_environment() {
    assertThat(every().stream().map(ClusterNames::namespace).distinct()).hasSize(40);
    assertThat(ClusterNames.namespace(request("a-b", "prod", "eu-west-1", "")))
        .isEqualTo("sjns-a-b-prod");
  }

  @Test
  void names_are_fit_for_dns_and_kubernetes() {
    for (ClusterRequest request : every()) {
      for (String host : NAMES.hosts(request)) {
        assertThat(host.length()).isLessThanOrEqualTo(253);
        assertThat(host.split("\\.")).allMatch(label -> LABEL.matcher(label).matches());
      }
      assertThat(ClusterNames.namespace(request)).matches(LABEL);
    }
  }

  @Test
  void hosts_read_as_the_design_says() {
    assertThat(NAMES.hosts(request("feateng", "prod", "eu-west-1", "")))
        .containsExactly("feateng-prod-eu-west-1.spark.example.com", "feateng.spark.example.com");
    assertThat(NAMES.hosts(request("feateng", "dev", "eu-west-1", "adhoc")))
        .containsExactly("adhoc.feateng-dev-eu-west-1.spark.example.com");
  }

  @Test
  void a_team_that_reads_like_another_teams_environment_is_no_team() {
    assertThatThrownBy(() -> request("a-dev", "dev", "eu-west-1", ""))
        .isInstanceOf(InvalidInput.class);
  }

  @Test
  void a_domain_is_checked() {
    assertThatThrownBy(() -> new ClusterNames("Spark.com")).isInstanceOf(InvalidValue.class);
    assertThatThrownBy(() -> new ClusterNames("")).isInstanceOf(InvalidValue.class);
  }
}
