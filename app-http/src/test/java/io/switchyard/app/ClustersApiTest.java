package io.switchyard.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Clusters over HTTP, on a backend whose servers start at once. */
final class ClustersApiTest {

  private static final String CURL =
      """
      {
        "team": "feature-engineering",
        "environment": "prod",
        "region": "eu-west-1",
        "size": "medium",
        "catalogs": ["pedregal", "feature_store"],
        "ttl": "7d"
      }
      """;

  private LiveApi api;

  @BeforeEach
  void start(@TempDir Path folder) {
    api =
        LiveApi.start(
            folder,
            Map.of(
                "clusters",
                Map.of(
                    "domain",
                    "doordash.team",
                    "policies",
                    List.of(
                        Map.of("team", "small", "max_cores", 20, "max_lifetime", "2d"),
                        Map.of("max_lifetime", "30d")))));
  }

  @AfterEach
  void stop() {
    api.close();
  }

  private JsonNode awaited(String id, String status) {
    return api.awaitAt("/api/v1/clusters/" + id, cluster -> status.equals(cluster.at("status")))
        .json();
  }

  private String running() {
    String id = api.postTo("/api/v1/clusters", CURL).json().get("cluster_id").asText();
    awaited(id, "running");
    return id;
  }

  @Test
  void the_documented_request_is_taken_on_and_becomes_a_running_cluster() {
    var answer = api.postTo("/api/v1/clusters", CURL);
    assertThat(answer.status()).isEqualTo(202);
    JsonNode accepted = answer.json();
    assertThat(accepted.get("cluster_id").asText())
        .matches("sc-feature-engineering-prod-eu-west-1-[a-z2-7]{6}");
    assertThat(accepted.get("endpoint").asText())
        .isEqualTo("sc://feature-engineering-prod-eu-west-1.doordash.team:15002");
    assertThat(accepted.get("status").asText()).isEqualTo("pending");
    assertThat(accepted.get("estimated_ready_seconds").asInt()).isEqualTo(30);

    JsonNode cluster = awaited(accepted.get("cluster_id").asText(), "running");
    assertThat(cluster.get("size").asText()).isEqualTo("medium");
    assertThat(cluster.at("/resources/executor_instances").asInt()).isEqualTo(5);
    assertThat(cluster.at("/catalogs/0/name").asText()).isEqualTo("pedregal");
    assertThat(cluster.at("/catalogs/0/is_default").asBoolean()).isTrue();
    assertThat(cluster.at("/catalogs/1/is_default").asBoolean()).isFalse();
    assertThat(cluster.get("estimated_ready_seconds").isNull()).isTrue();
    assertThat(cluster.get("namespace").asText()).isEqualTo("sjns-feature-engineering-prod");
    assertThat(cluster.at("/endpoints/1").asText())
        .isEqualTo("sc://feature-engineering.doordash.team:15002");
    JsonNode events =
        api.get("/api/v1/clusters/" + cluster.get("cluster_id").asText() + "/events").json();
    assertThat(events.at("/events/0/type").asText()).isEqualTo("ACCEPTED");
  }

  static Stream<Arguments> mistakes() {
    return Stream.of(
        Arguments.of("\"ttl\": \"7d\"", "\"ttl\": \"-1h\"", 400, "ttl"),
        Arguments.of("\"ttl\": \"7d\"", "\"ttl\": \"7 days\"", 400, "ttl"),
        Arguments.of("\"ttl\": \"7d\"", "\"ttl\": \"31d\"", 422, "ttl"),
        Arguments.of(
            "\"size\": \"medium\"",
            "\"size\": \"medium\", \"custom_resources\": {}",
            400,
            "custom_resources"),
        Arguments.of("\"eu-west-1\"", "\"eu-west-9\"", 422, "region"),
        Arguments.of("\"prod\"", "\"production\"", 400, "environment"),
        Arguments.of("\"pedregal\"", "\"pedregall\"", 422, "catalogs"),
        Arguments.of("\"team\"", "\"taem\"", 400, "team"));
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void a_mistake_is_answered_with_its_field(String was, String now, int status, String field) {
    var answer = api.postTo("/api/v1/clusters", CURL.replace(was, now));
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.json().get("errors").findValuesAsText("field")).contains(field);
  }

  @Test
  void a_quota_is_refused_with_the_rule_the_use_and_the_limit() {
    var answer =
        api.postTo(
            "/api/v1/clusters", CURL.replace("feature-engineering", "small").replace("7d", "1d"));
    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.json().get("detail").asText())
        .contains("max_cores: 0 of 20 are used and 44 more are asked for");
  }

  @Test
  void a_key_gives_the_same_cluster_again() {
    String keyed = CURL.replace("\"ttl\"", "\"idempotency_key\": \"k1\", \"ttl\"");
    var first = api.postTo("/api/v1/clusters", keyed);
    var again = api.postTo("/api/v1/clusters", keyed);
    var other = api.postTo("/api/v1/clusters", keyed.replace("medium", "small"));
    assertThat(again.status()).isEqualTo(200);
    assertThat(again.json().get("cluster_id")).isEqualTo(first.json().get("cluster_id"));
    assertThat(other.status()).isEqualTo(409);
    assertThat(other.json().get("detail").asText()).contains("size");
  }

  @Test
  void a_place_that_is_taken_asks_for_a_name() {
    running();
    var again = api.postTo("/api/v1/clusters", CURL);
    assertThat(again.status()).isEqualTo(409);
    assertThat(again.json().at("/errors/0/fix").asText()).startsWith("give this one a name");
    var named =
        api.postTo("/api/v1/clusters", CURL.replace("\"ttl\"", "\"name\": \"adhoc\", \"ttl\""));
    assertThat(named.json().get("endpoint").asText())
        .isEqualTo("sc://adhoc.feature-engineering-prod-eu-west-1.doordash.team:15002");
  }

  @Test
  void a_cluster_is_scaled_extended_listed_and_deleted() {
    String id = running();
    var scaled = api.postTo("/api/v1/clusters/" + id + "/scale", "{\"new_size\": \"small\"}");
    assertThat(scaled.status()).isEqualTo(202);
    assertThat(awaited(id, "running").get("size").asText()).isEqualTo("small");
    var extended = api.postTo("/api/v1/clusters/" + id + "/ttl", "{\"extension\": \"1d\"}");
    assertThat(extended.status()).isEqualTo(200);
    var past = api.postTo("/api/v1/clusters/" + id + "/ttl", "{\"extension\": \"60d\"}");
    assertThat(past.status()).isEqualTo(400);
    JsonNode list = api.get("/api/v1/clusters?team=feature-engineering&status=running").json();
    assertThat(list.get("total_count").asInt()).isEqualTo(1);
    assertThat(list.at("/clusters/0/cluster_id").asText()).isEqualTo(id);
    assertThat(api.get("/api/v1/clusters?environment=production").status()).isEqualTo(400);

    assertThat(api.delete("/api/v1/clusters/" + id).status()).isEqualTo(202);
    awaited(id, "terminated");
    assertThat(api.delete("/api/v1/clusters/" + id).status()).isEqualTo(200);
    var late = api.postTo("/api/v1/clusters/" + id + "/scale", "{\"new_size\": \"large\"}");
    assertThat(late.status()).isEqualTo(409);
    assertThat(late.json().get("detail").asText()).contains("it is terminated");
  }

  @Test
  void what_is_not_there_is_not_found() {
    assertThat(api.get("/api/v1/clusters/sc-a-dev-eu-west-1-aaaaaa").status()).isEqualTo(404);
    assertThat(api.get("/api/v1/clusters/nonsense").json().get("type").asText())
        .isEqualTo("urn:switchyard:problem:cluster-not-found");
  }

  @Test
  void answers_and_the_documented_request_are_as_described() throws IOException {
    Schema schema = new Schema(api.get("/openapi.json").json());
    JsonNode schemas = api.get("/openapi.json").json().at("/components/schemas");
    assertThat(schema.mistakes(schemas.get("ClusterRequest"), LiveApi.JSON.readTree(CURL)))
        .isEmpty();
    JsonNode accepted = api.postTo("/api/v1/clusters", CURL).json();
    String path = "/api/v1/clusters/" + accepted.get("cluster_id").asText();
    for (JsonNode cluster : List.of(accepted, api.get(path).json())) {
      assertThat(schema.mistakes(schemas.get("Cluster"), cluster)).isEmpty();
      assertThat(schema.unknown(schemas.get("Cluster"), cluster)).isEmpty();
    }
    JsonNode events = api.get(path + "/events").json();
    assertThat(schema.mistakes(schemas.get("ClusterEvents"), events)).isEmpty();
    JsonNode deleted = api.delete(path).json();
    assertThat(schema.mistakes(schemas.get("DeletedCluster"), deleted)).isEmpty();
  }
}
