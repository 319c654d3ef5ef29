package io.switchyard.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.Message;
import com.google.protobuf.UnknownFieldSet;
import io.grpc.Status.Code;
import io.switchyard.app.ApiClient.Answer;
import io.switchyard.app.GrpcClient.Refused;
import io.switchyard.domain.cluster.ClusterId;
import io.switchyard.domain.cluster.ServerReport.Usage;
import io.switchyard.grpc.v1.ClusterResources;
import io.switchyard.grpc.v1.ClusterServiceGrpc.ClusterServiceBlockingStub;
import io.switchyard.grpc.v1.ClusterSize;
import io.switchyard.grpc.v1.DeleteClusterRequest;
import io.switchyard.grpc.v1.Environment;
import io.switchyard.grpc.v1.ExtendTtlRequest;
import io.switchyard.grpc.v1.GetClusterRequest;
import io.switchyard.grpc.v1.ListClustersRequest;
import io.switchyard.grpc.v1.RequestClusterRequest;
import io.switchyard.grpc.v1.ScaleClusterRequest;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every mistake is refused alike over both edges, with its field, its value, a rule and a fix. */
final class ClusterBadInputTest {

  private static final String CLUSTERS = "/api/v1/clusters";
  private static final String GOOD =
      """
      {"team": "feateng", "environment": "dev", "region": "eu-west-1", "size": "small",
       "ttl": "1d"}
      """;
  private static final String SMALLEST =
      """
      {"driver_cores": 1, "driver_memory": "1g", "executor_instances": 1, "executor_cores": 1,
       "executor_memory": "1g"}
      """;

  private static LiveApi api;
  private static GrpcClient client;
  private static String running;
  private static String terminated;

  @BeforeAll
  static void start(@TempDir Path folder) {
    var policies = List.of(Map.of("max_lifetime", "30d", "max_cores", 50));
    api = LiveApi.start(folder, Map.of("clusters", Map.of("policies", policies)));
    client = api.grpc();
    running = awaited(made("used"), "running");
    api.servers.use(api.clusters.find(new ClusterId(running)).orElseThrow(), new Usage(1, 0, null));
    api.awaitAt(CLUSTERS + "/" + running, seen -> seen.at("sessions").equals("1"));
    String other = awaited(made("over"), "running");
    api.delete(CLUSTERS + "/" + other);
    terminated = awaited(other, "terminated");
  }

  private static String made(String name) {
    return api.postTo(CLUSTERS, with("{\"name\": \"" + name + "\"}")).at("cluster_id");
  }

  private static String awaited(String id, String status) {
    api.awaitAt(CLUSTERS + "/" + id, seen -> seen.at("status").equals(status));
    return id;
  }

  @AfterAll
  static void stop() {
    client.close();
    api.close();
  }

  private static ClusterServiceBlockingStub stub() {
    return client.clusters();
  }

  private static ObjectNode tree(String json) {
    try {
      return (ObjectNode) LiveApi.JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The good request with other fields; one that is null is left out. */
  private static String with(String fields) {
    ObjectNode request = tree(GOOD);
    tree(fields)
        .properties()
        .forEach(
            field -> {
              if (field.getValue().isNull()) {
                request.remove(field.getKey());
              } else {
                request.set(field.getKey(), field.getValue());
              }
            });
    return request.toString();
  }

  private static RequestClusterRequest.Builder good() {
    return RequestClusterRequest.newBuilder()
        .setTeam("feateng")
        .setEnvironment(Environment.ENVIRONMENT_DEV)
        .setRegion("eu-west-1")
        .setSize(ClusterSize.CLUSTER_SIZE_SMALL)
        .setTtl("1d");
  }

  private static ClusterResources.Builder smallest() {
    return ClusterResources.newBuilder()
        .setDriverCores(1)
        .setDriverMemory("1g")
        .setExecutorInstances(1)
        .setExecutorCores(1)
        .setExecutorMemory("1g");
  }

  /** A request for a cluster with one mistake. */
  private static Mistake request(
      String row, String fields, Consumer<RequestClusterRequest.Builder> same) {
    return Mistake.of(
        row,
        () -> api.postTo(CLUSTERS, with(fields)),
        () -> {
          RequestClusterRequest.Builder request = good();
          same.accept(request);
          stub().request(request.build());
        });
  }

  /** One text field of a request with a wrong value. */
  private static Mistake text(String row) {
    String field = row.split("[|]")[1].strip();
    String value = row.split("[|]")[2].strip();
    return request(
        row,
        "{\"" + field + "\": \"" + value + "\"}",
        b -> b.setField(b.getDescriptorForType().findFieldByName(field), value));
  }

  static Stream<Mistake> texts() {
    return """
        400 | ttl             | -1h       | is not a length of time | write it like 90m, 24h, 7d or PT36H
        400 | ttl             | 7 days    | is not a length of time | write it like 90m, 24h, 7d or PT36H
        400 | ttl             | 0m        | is outside 1m to 3650d  | write persistent for no end
        422 | ttl             | 31d       | is longer than clusters | ask for 30d or less
        422 | region          | eu-west-9 | is not a region         | did you mean eu-west-1?
        400 | region          | Mars!     | is not a region         | regions look like eu-west-1
        400 | team            | a-dev     | ends in                 |
        400 | team            | DATA      | is not                  |
        400 | name            | Ad Hoc    | is not a cluster name   | use 1 to 40
        400 | spark_version   | four      | is not                  |
        400 | requester_email | ann       | is not a mail address   | write it like ann@example.com
        400 | idempotency_key | a b       | is not an idempotency   | use 1 to 255
        """
        .lines()
        .map(ClusterBadInputTest::text);
  }

  static Stream<Mistake> shapes() {
    String custom = "{\"size\": null, \"custom_resources\": " + SMALLEST + "}";
    return Stream.of(
        request(
            "400 | custom_resources | | and size are one thing | give either size (small, medium",
            custom.replace("\"size\": null,", ""),
            b -> b.setCustomResources(smallest())),
        request(
            "400 | size | | is required | give either size (small, medium, large, xlarge)",
            "{\"size\": null}",
            RequestClusterRequest.Builder::clearSize),
        request(
            "400 | custom_resources.driver_cores | 0 | is outside 1 to |",
            custom.replace("\"driver_cores\": 1", "\"driver_cores\": 0"),
            b -> b.clearSize().setCustomResources(smallest().setDriverCores(0))),
        request(
            "400 | custom_resources.executor_memory | 8q | is not |",
            custom.replace("\"executor_memory\": \"1g\"", "\"executor_memory\": \"8q\""),
            b -> b.clearSize().setCustomResources(smallest().setExecutorMemory("8q"))),
        request(
            "400 | environment | | is required |",
            "{\"environment\": null}",
            RequestClusterRequest.Builder::clearEnvironment),
        request(
            "422 | catalogs | pedregall | is not a configured catalog | did you mean pedregal?",
            "{\"catalogs\": [\"pedregall\"]}",
            b -> b.addCatalogs("pedregall")),
        request(
            "400 | catalogs | pedregal, pedregal | has an entry twice | name it once",
            "{\"catalogs\": [\"pedregal\", \"pedregal\"]}",
            b -> b.addCatalogs("pedregal").addCatalogs("pedregal")),
        request(
            "400 | spark_config.spark.master | | |",
            "{\"spark_config\": {\"spark.master\": \"local\"}}",
            b -> b.putSparkConfig("spark.master", "local")),
        request(
            "403 | team | | max_cores: 10 of 50 are used and 168 more are asked | delete a cluster",
            "{\"size\": \"large\"}",
            b -> b.setSize(ClusterSize.CLUSTER_SIZE_LARGE)));
  }

  private static Answer post(String id, String action, String body) {
    return api.postTo(CLUSTERS + "/" + id + "/" + action, body);
  }

  private static Mistake scale(
      String row, String id, String body, Consumer<ScaleClusterRequest.Builder> same) {
    return Mistake.of(
        row,
        () -> post(id, "scale", body),
        () -> {
          ScaleClusterRequest.Builder request = ScaleClusterRequest.newBuilder().setClusterId(id);
          same.accept(request);
          stub().scale(request.build());
        });
  }

  private static Mistake extend(String row, String id, String extension) {
    var request = ExtendTtlRequest.newBuilder().setClusterId(id).setExtension(extension);
    return Mistake.of(
        row,
        () -> post(id, "ttl", "{\"extension\": \"" + extension + "\"}"),
        () -> stub().extendTtl(request.build()));
  }

  static Stream<Mistake> changes() {
    String away = "sc-a-dev-eu-west-1-aaaaaa";
    return Stream.of(
        scale(
            "409 | cluster_id | "
                + terminated
                + " | it is terminated, and only a running cluster"
                + " can be scaled | request another cluster",
            terminated,
            "{\"new_size\": \"medium\"}",
            b -> b.setNewSize(ClusterSize.CLUSTER_SIZE_MEDIUM)),
        scale(
            "400 | new_resources | | and new_size are one thing | give either new_size",
            running,
            "{\"new_size\": \"small\", \"new_resources\": " + SMALLEST + "}",
            b -> b.setNewSize(ClusterSize.CLUSTER_SIZE_SMALL).setNewResources(smallest())),
        scale("400 | new_size | | is required | give either new_size", running, "{}", b -> {}),
        scale(
            "409 | force | false | is not enough: the cluster is in use | set it to true",
            running,
            "{\"new_size\": \"medium\"}",
            b -> b.setNewSize(ClusterSize.CLUSTER_SIZE_MEDIUM)),
        Mistake.of(
            "409 | force | false | is not enough: the cluster is in use | set it to true",
            () -> api.delete(CLUSTERS + "/" + running),
            () -> stub().delete(DeleteClusterRequest.newBuilder().setClusterId(running).build())),
        extend(
            "400 | extension | 60d | leads past the longest life of clusters | the latest end is",
            running,
            "60d"),
        extend(
            "400 | extension | -1h | is not a length of time | write it like 90m or 7d",
            running,
            "-1h"),
        extend(
            "400 | extension | persistent | is not a length of time | write it like 90m or 7d",
            running,
            "persistent"),
        extend(
            "409 | cluster_id | "
                + terminated
                + " | it is terminated, and its end cannot be moved"
                + " | request another cluster",
            terminated,
            "1d"),
        extend(
            "404 | cluster_id | " + away + " | is not a cluster that you may see | list the",
            away,
            "1d"),
        Mistake.of(
            "404 | cluster_id | nonsense | is not a cluster id | cluster ids look like",
            () -> api.get(CLUSTERS + "/nonsense"),
            () -> stub().get(GetClusterRequest.newBuilder().setClusterId("nonsense").build())),
        Mistake.of(
            "400 | limit | 501 | is outside 1 to 500 |",
            () -> api.get(CLUSTERS + "?limit=501"),
            () -> stub().list(ListClustersRequest.newBuilder().setLimit(501).build())),
        Mistake.of(
            "400 | cursor | x | is not a cursor | pass the next_cursor",
            () -> api.get(CLUSTERS + "?cursor=x"),
            () -> stub().list(ListClustersRequest.newBuilder().setCursor("x").build())));
  }

  @ParameterizedTest
  @MethodSource({"texts", "shapes", "changes"})
  void a_mistake_is_told_alike_over_both_edges(Mistake mistake) {
    mistake.refusedOverGrpcAs(mistake.refusedOverRest());
  }

  static Stream<Mistake> words() {
    return Stream.of(
        request(
            "400 | environment | production | is not one of dev, staging, ci, prod | mean prod?",
            "{\"environment\": \"production\"}",
            b -> b.setEnvironmentValue(99)),
        request(
            "400 | size | huge | is not one of small, medium, large, xlarge |",
            "{\"size\": \"huge\"}",
            b -> b.setSizeValue(99)),
        request(
            "400 | preferred_backend | yarn | is not one of sk8, emr, dbr, standalone |",
            "{\"preferred_backend\": \"yarn\"}",
            b -> b.setPreferredBackendValue(99)));
  }

  /** A word that is none of an enum's can be said over REST alone, a number over gRPC alone. */
  @ParameterizedTest
  @MethodSource("words")
  void a_word_that_is_none_is_told_with_those_there_are(Mistake mistake) {
    mistake.refusedOverRest();
    Refused refused = Refused.by(mistake.grpc());
    assertThat(refused.code()).isEqualTo(Code.INVALID_ARGUMENT);
    assertThat(refused.fields()).containsExactly(mistake.field());
    assertThat(refused.message()).contains("\"99\" " + mistake.rule());
  }

  private static Message unknownField(Message message) {
    var one = UnknownFieldSet.Field.newBuilder().addVarint(1).build();
    return message.toBuilder()
        .setUnknownFields(UnknownFieldSet.newBuilder().addField(99, one).build())
        .build();
  }

  static Stream<Runnable> newer() {
    var scale = ScaleClusterRequest.newBuilder().setClusterId(running).setForce(true).build();
    var get = GetClusterRequest.newBuilder().setClusterId(running).build();
    return Stream.of(
        () -> stub().request((RequestClusterRequest) unknownField(good().build())),
        () -> stub().scale((ScaleClusterRequest) unknownField(scale)),
        () -> stub().get((GetClusterRequest) unknownField(get)));
  }

  @ParameterizedTest
  @MethodSource("newer")
  void a_field_that_is_not_known_is_refused_and_not_dropped(Runnable call) {
    Refused refused = Refused.by(call);
    assertThat(refused.fields()).containsExactly("field number 99");
    assertThat(refused.message()).contains("is not known to this release; leave it out");
  }

  static Stream<Answer> misspelt() {
    return Stream.of(
        api.postTo(CLUSTERS, with("{\"ttll\": \"1d\"}")),
        api.get(CLUSTERS + "?teem=a"),
        api.delete(CLUSTERS + "/" + running + "?forse=true"),
        api.get(CLUSTERS + "/" + running + "?tail=1"),
        post(running, "scale", "{\"new_size\": \"small\", \"forse\": true}"),
        post(running, "ttl", "{\"extension\": \"1d\", \"reason\": \"x\"}"));
  }

  @ParameterizedTest
  @MethodSource("misspelt")
  void a_name_that_is_not_known_is_told_with_those_that_are(Answer answer) {
    assertThat(answer.status()).isEqualTo(400);
    JsonNode error = answer.json().at("/errors/0");
    assertThat(error.get("field").asText()).isIn("ttll", "teem", "forse", "tail", "reason");
    assertThat(error.get("rule").asText()).isEqualTo("is not a known field");
    assertThat(error.get("fix").asText()).isNotBlank();
  }
}
