package io.switchyard.app.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.switchyard.domain.cluster.ClusterPolicy;
import io.switchyard.domain.cluster.ClusterQuota;
import io.switchyard.domain.input.InputObject;
import io.switchyard.domain.input.InvalidInput;
import io.switchyard.domain.input.Violation;
import io.switchyard.domain.placement.Environment;
import io.switchyard.domain.placement.Region;
import io.switchyard.domain.team.Team;
import io.switchyard.ports.cluster.ServerSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ClustersConfigTest {

  private static final Team TEAM = new Team("feateng");

  private static ClustersConfig read(Map<String, Object> tree) {
    return InputObject.readRoot(tree, ClustersConfig::read);
  }

  @Test
  void the_first_policy_that_holds_is_taken() {
    ClustersConfig config =
        read(
            Map.of(
                "policies",
                List.of(
                    Map.of("team", "feateng", "environment", "prod", "restarts", 9),
                    Map.of(
                        "team",
                        "feateng",
                        "idle_after",
                        "30m",
                        "max_lifetime",
                        "7d",
                        "max_clusters",
                        3,
                        "max_cores",
                        100,
                        "max_memory",
                        "400g"),
                    Map.of("environment", "ci", "restarts", 0))));
    assertThat(config.of(TEAM, Environment.PROD).restarts()).isEqualTo(9);
    ClusterPolicy dev = config.of(TEAM, Environment.DEV);
    assertThat(dev.idleAfter()).isEqualTo(Duration.ofMinutes(30));
    assertThat(dev.maxLifetime()).isEqualTo(Duration.ofDays(7));
    assertThat(dev.quota()).isEqualTo(new ClusterQuota(3, 100, 400L * 1024));
    assertThat(config.of(TEAM, Environment.CI)).isEqualTo(dev);
    assertThat(config.of(new Team("ml"), Environment.CI).restarts()).isZero();
    assertThat(config.of(new Team("ml"), Environment.DEV)).isEqualTo(ClusterPolicy.DEFAULT);
  }

  @Test
  void catalogs_of_every_kind_become_what_spark_knows(@TempDir Path folder) throws IOException {
    Path secret = Files.writeString(folder.resolve("secret"), "hunter2\n");
    Map<String, Object> from = Map.of("file", secret.toString());
    ClustersConfig config =
        read(
            Map.of(
                "domain",
                "spark.example.com",
                "regions",
                List.of("mars-1"),
                "catalogs",
                Map.of(
                    "rest",
                        Map.of(
                            "kind",
                            "iceberg_rest",
                            "uri",
                            "https://rest",
                            "warehouse",
                            "w",
                            "token",
                            from,
                            "spark_config",
                            Map.of("cache-enabled", "false")),
                    "lake", Map.of("kind", "iceberg_path", "path", "/lake"),
                    "erp",
                        Map.of(
                            "kind",
                            "jdbc",
                            "url",
                            "jdbc:postgresql://erp/db",
                            "user",
                            "sw",
                            "password",
                            from),
                    "unity", Map.of("kind", "unity", "uri", "https://uc", "token", from))));
    assertThat(config.regions()).containsExactly(new Region("mars-1"));
    ServerSettings settings =
        config.catalogsIn(folder).settings(List.of("rest", "lake", "erp", "unity"), Map.of());
    assertThat(settings.conf())
        .containsEntry("spark.sql.defaultCatalog", "rest")
        .containsEntry("spark.sql.catalog.rest", "org.apache.iceberg.spark.SparkCatalog")
        .containsEntry("spark.sql.catalog.rest.type", "rest")
        .containsEntry("spark.sql.catalog.rest.uri", "https://rest")
        .containsEntry("spark.sql.catalog.rest.cache-enabled", "false")
        .containsEntry("spark.sql.catalog.lake.warehouse", "/lake")
        .containsEntry("spark.sql.catalog.erp.user", "sw")
        .containsEntry("spark.sql.catalog.unity", "io.unitycatalog.spark.UCSingleCatalog");
    assertThat(settings.conf().values()).doesNotContain("hunter2");
    assertThat(settings.secrets())
        .containsOnly(
            Map.entry("spark.sql.catalog.rest.token", "hunter2"),
            Map.entry("spark.sql.catalog.erp.password", "hunter2"),
            Map.entry("spark.sql.catalog.unity.token", "hunter2"));
    assertThat(settings.toString()).doesNotContain("hunter2");
  }

  @Test
  void mistakes_in_catalogs_are_told_by_their_place() {
    Map<String, Object> tree =
        Map.of(
            "catalogs",
            Map.of(
                "a", Map.of("kind", "iceberg_path"),
                "b", Map.of("kind", "iceberg"),
                "c", Map.of("kind", "unity", "uri", "u", "token", "plain"),
                "d",
                    Map.of("kind", "unity", "uri", "u", "token", Map.of("env", "NOT_SET_AT_ALL"))));
    assertThatThrownBy(() -> read(tree))
        .isInstanceOfSatisfying(
            InvalidInput.class,
            e ->
                assertThat(e.violations())
                    .extracting(Violation::field)
                    .containsExactlyInAnyOrder(
                        "catalogs.a.path",
                        "catalogs.b.kind",
                        "catalogs.c.token",
                        "catalogs.d.token.env"));
  }

  @Test
  void without_catalogs_the_examples_are_there(@TempDir Path folder) {
    assertThat(read(Map.of()).catalogsIn(folder).names())
        .containsExactlyInAnyOrder("pedregal", "feature_store");
    assertThat(read(Map.of("catalogs", Map.of())).catalogsIn(folder).names()).isEmpty();
  }
}
