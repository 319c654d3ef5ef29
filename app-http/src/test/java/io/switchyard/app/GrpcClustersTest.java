package io.switchyard.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Message;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.Status.Code;
import io.switchyard.app.GrpcClient.Refused;
import io.switchyard.domain.cluster.ClusterId;
import io.switchyard.domain.cluster.ServerReport.Usage;
import io.switchyard.grpc.v1.BackendKind;
import io.switchyard.grpc.v1.Catalog;
import io.switchyard.grpc.v1.Cluster;
import io.switchyard.grpc.v1.ClusterEvent;
import io.switchyard.grpc.v1.ClusterEventsRequest;
import io.switchyard.grpc.v1.ClusterResources;
import io.switchyard.grpc.v1.ClusterServiceGrpc;
import io.switchyard.grpc.v1.ClusterSize;
import io.switchyard.grpc.v1.ClusterStatus;
import io.switchyard.grpc.v1.DeleteClusterRequest;
import io.switchyard.grpc.v1.DeleteClusterResponse;
import io.switchyard.grpc.v1.Environment;
import io.switchyard.grpc.v1.ExtendTtlRequest;
import io.switchyard.grpc.v1.GetClusterRequest;
import io.switchyard.grpc.v1.ListClustersRequest;
import io.switchyard.grpc.v1.ListClustersResponse;
import io.switchyard.grpc.v1.RequestClusterRequest;
import io.switchyard.grpc.v1.ScaleClusterRequest;
import io.switchyard.grpc.v1.WatchClusterRequest;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Clusters over gRPC are those of REST. */
@Timeout(180)
final class GrpcClustersTest {

  private LiveApi api;
  private GrpcClient client;

  @BeforeEach
  void start(@TempDir Path folder) {
    api =
        LiveApi.start(
            folder, Map.of("clusters", Map.of("policies", List.of(Map.of("max_lifetime", "30d")))));
    client = api.grpc();
  }

  @AfterEach
  void stop() {
    client.close();
    api.close();
  }

  private static RequestClusterRequest.Builder request() {
    return RequestClusterRequest.newBuilder()
        .setTeam("feateng")
        .setEnvironment(Environment.ENVIRONMENT_PROD)
        .setRegion("eu-west-1")
        .setSize(ClusterSize.CLUSTER_SIZE_MEDIUM)
        .addCatalogs("pedregal")
        .setTtl("7d");
  }

  private String requested() {
    return client.clusters().request(request().build()).getCluster().getClusterId();
  }

  private Cluster get(String id) {
    return client.clusters().get(GetClusterRequest.newBuilder().setClusterId(id).build());
  }

  private LiveApi.Answer awaited(String id, String status) {
    return api.awaitAt("/api/v1/clusters/" + id, seen -> seen.at("status").equals(status));
  }

  private io.switchyard.domain.cluster.Cluster stored(String id) {
    return api.clusters.find(new ClusterId(id)).orElseThrow();
  }

  private Iterator<Cluster> watch(String id) {
    return client
        .clusters()
        .watchCluster(WatchClusterRequest.newBuilder().setClusterId(id).build());
  }

  private static Cluster next(Iterator<Cluster> watched, ClusterStatus status) {
    Cluster seen = watched.next();
    while (seen.getStatus() != status) {
      seen = watched.next();
    }
    return seen;
  }

  private static List<String> names(Message message) {
    return message.getDescriptorForType().getFields().stream().map(f -> f.getName()).toList();
  }

  private static List<String> keys(JsonNode object) {
    List<String> keys = new ArrayList<>();
    object.fieldNames().forEachRemaining(keys::add);
    return keys;
  }

  @Test
  void a_cluster_is_the_same_over_both_edges() {
    var taken = client.clusters().request(request().setRequesterEmail("a@b.example").build());
    Cluster accepted = taken.getCluster();

    assertThat(taken.getRepeated()).isFalse();
    assertThat(taken.getMessage()).startsWith("Cluster requested");
    assertThat(accepted.getStatus()).isEqualTo(ClusterStatus.CLUSTER_STATUS_PENDING);
    assertThat(accepted.getEstimatedReadySeconds()).isEqualTo(30);
    assertThat(accepted.hasReadyAt()).isFalse();
    var rest = awaited(accepted.getClusterId(), "running");
    Cluster seen = get(accepted.getClusterId());
    assertThat(seen.getStatus()).isEqualTo(ClusterStatus.CLUSTER_STATUS_RUNNING);
    assertThat(seen.getEnvironment()).isEqualTo(Environment.ENVIRONMENT_PROD);
    assertThat(seen.getSize()).isEqualTo(ClusterSize.CLUSTER_SIZE_MEDIUM);
    assertThat(seen.getResources().getExecutorInstances()).isEqualTo(5);
    assertThat(seen.getResources().getExecutorMemory())
        .isEqualTo(rest.json().at("/resources/executor_memory").asText());
    assertThat(seen.getEndpoint()).isEqualTo(rest.at("endpoint"));
    assertThat(seen.getEndpointsCount()).isEqualTo(2);
    assertThat(seen.getCatalogs(0).getIsDefault()).isTrue();
    assertThat(seen.getRequesterEmail()).isEqualTo("a@b.example");
    assertThat(
            Instant.ofEpochSecond(seen.getExpiresAt().getSeconds(), seen.getExpiresAt().getNanos()))
        .isEqualTo(Instant.parse(rest.at("expires_at")));
    assertThat(seen.hasEstimatedReadySeconds()).isFalse();
    // Whatever REST shows has its place here, so that a field added there is not forgotten here.
    assertThat(names(Cluster.getDefaultInstance()))
        .containsExactlyInAnyOrderElementsOf(keys(rest.json()));
    assertThat(names(ClusterResources.getDefaultInstance()))
        .containsExactlyInAnyOrderElementsOf(keys(rest.json().get("resources")));
    assertThat(names(Catalog.getDefaultInstance()))
        .containsExactlyInAnyOrderElementsOf(keys(rest.json().at("/catalogs/0")));
  }

  @Test
  void requests_and_words_are_those_of_rest() {
    var schemas = api.get("/openapi.json").json().at("/components/schemas");

    assertThat(names(RequestClusterRequest.getDefaultInstance()))
        .containsExactlyInAnyOrderElementsOf(keys(schemas.at("/ClusterRequest/properties")));
    assertWords(Environment.getDescriptor(), io.switchyard.domain.placement.Environment.values());
    assertWords(ClusterSize.getDescriptor(), io.switchyard.domain.cluster.ClusterSize.values());
    assertWords(ClusterStatus.getDescriptor(), io.switchyard.domain.cluster.ClusterStatus.values());
    assertWords(BackendKind.getDescriptor(), io.switchyard.domain.placement.BackendKind.values());
  }

  private static void assertWords(EnumDescriptor type, Enum<?>[] words) {
    String prefix =
        type.getName().replaceAll("([a-z0-9])([A-Z])", "$1_$2").toUpperCase(Locale.ROOT) + "_";
    assertThat(type.getValues().stream().map(EnumValueDescriptor::getName))
        .containsExactlyElementsOf(
            Stream.concat(Stream.of("UNSPECIFIED"), Stream.of(words).map(Enum::name))
                .map(prefix::concat)
                .toList());
  }

  @Test
  void a_request_means_what_its_json_means() {
    RequestClusterRequest own =
        request()
            .clearSize()
            .setCustomResources(
                ClusterResources.newBuilder()
                    .setDriverCores(1)
                    .setDriverMemory("1g")
                    .setExecutorInstances(2)
                    .setExecutorCores(1)
                    .setExecutorMemory("512m"))
            .setName("adhoc")
            .setPreferredBackend(BackendKind.BACKEND_KIND_STANDALONE)
            .setSparkVersion("4.1")
            .putSparkConfig("spark.sql.shuffle.partitions", "7")
            .setIdempotencyKey("same")
            .build();
    String id = client.clusters().request(own).getCluster().getClusterId();

    var again =
        api.postTo(
            "/api/v1/clusters",
            """
            {"team": "feateng", "environment": "prod", "region": "eu-west-1", "name": "adhoc",
             "custom_resources": {"driver_cores": 1, "driver_memory": "1g",
               "executor_instances": 2, "executor_cores": 1, "executor_memory": "512m"},
             "catalogs": ["pedregal"], "ttl": "7d", "preferred_backend": "standalone",
             "spark_version": "4.1", "spark_config": {"spark.sql.shuffle.partitions": "7"},
             "idempotency_key": "same"}
            """);

    assertThat(again.status()).as(again.text()).isEqualTo(200);
    assertThat(again.at("cluster_id")).isEqualTo(id);
    assertThat(client.clusters().request(own).getRepeated()).isTrue();
    assertThat(get(id).getSize()).isEqualTo(ClusterSize.CLUSTER_SIZE_UNSPECIFIED);
  }

  @Test
  void a_cluster_is_scaled_extended_listed_and_deleted() {
    String id = requested();
    awaited(id, "running");

    Cluster scaled =
        client
            .clusters()
            .scale(
                ScaleClusterRequest.newBuilder()
                    .setClusterId(id)
                    .setNewSize(ClusterSize.CLUSTER_SIZE_SMALL)
                    .setForce(true)
                    .build());
    assertThat(scaled.getSize()).isEqualTo(ClusterSize.CLUSTER_SIZE_SMALL);
    Instant before = stored(id).expiresAt();
    Cluster extended =
        client
            .clusters()
            .extendTtl(ExtendTtlRequest.newBuilder().setClusterId(id).setExtension("1d").build());
    assertThat(extended.getExpiresAt().getSeconds() - before.getEpochSecond()).isEqualTo(86_400);
    awaited(id, "running");
    ListClustersRequest.Builder some =
        ListClustersRequest.newBuilder()
            .setTeam("feateng")
            .setEnvironment(Environment.ENVIRONMENT_PROD)
            .setRegion("eu-west-1")
            .setStatus(ClusterStatus.CLUSTER_STATUS_RUNNING);
    ListClustersResponse page = client.clusters().list(some.build());
    assertThat(page.getTotalCount()).isEqualTo(1);
    assertThat(page.getClusters(0).getClusterId()).isEqualTo(id);
    assertThat(page.hasNextCursor()).isFalse();

    DeleteClusterResponse deleted =
        client.clusters().delete(DeleteClusterRequest.newBuilder().setClusterId(id).build());

    assertThat(deleted.getSuccess()).isTrue();
    assertThat(deleted.getStatus()).isEqualTo(ClusterStatus.CLUSTER_STATUS_TERMINATING);
    assertThat(deleted.getMessage()).isEqualTo("The cluster's server is being stopped");
    awaited(id, "terminated");
    assertThat(client.clusters().list(some.build()).getTotalCount()).isZero();
    List<String> types =
        client
            .clusters()
            .events(ClusterEventsRequest.newBuilder().setClusterId(id).build())
            .getEventsList()
            .stream()
            .map(ClusterEvent::getType)
            .toList();
    assertThat(types).startsWith("ACCEPTED").contains("EXTENDED").endsWith("TERMINATED");
  }

  @Test
  void pages_hold_every_cluster_once() {
    List<String> made = new ArrayList<>();
    for (String name : List.of("one", "two", "three")) {
      made.add(
          0,
          client.clusters().request(request().setName(name).build()).getCluster().getClusterId());
    }

    List<String> listed = new ArrayList<>();
    ListClustersRequest.Builder request = ListClustersRequest.newBuilder().setLimit(2);
    ListClustersResponse page = client.clusters().list(request.build());
    assertThat(page.getTotalCount()).isEqualTo(3);
    page.getClustersList().forEach(c -> listed.add(c.getClusterId()));
    page = client.clusters().list(request.setCursor(page.getNextCursor()).build());
    page.getClustersList().forEach(c -> listed.add(c.getClusterId()));

    assertThat(listed).containsExactlyInAnyOrderElementsOf(made);
    assertThat(page.hasNextCursor()).isFalse();
  }

  @Test
  void a_watcher_sees_the_cluster_now_and_every_change_until_it_is_over() {
    api.servers.startSlowly();
    String id = requested();
    Iterator<Cluster> watched = watch(id);

    Cluster first = next(watched, ClusterStatus.CLUSTER_STATUS_PROVISIONING);
    assertThat(first.getEstimatedReadySeconds()).isEqualTo(30);
    api.servers.listen(stored(id));
    assertThat(next(watched, ClusterStatus.CLUSTER_STATUS_RUNNING).hasReadyAt()).isTrue();
    client
        .clusters()
        .extendTtl(ExtendTtlRequest.newBuilder().setClusterId(id).setExtension("1d").build());
    Cluster extended = watched.next();
    assertThat(extended.getStatus()).isEqualTo(ClusterStatus.CLUSTER_STATUS_RUNNING);
    client.clusters().delete(DeleteClusterRequest.newBuilder().setClusterId(id).build());
    Cluster last = next(watched, ClusterStatus.CLUSTER_STATUS_TERMINATED);
    assertThat(last.hasEndedAt()).isTrue();
    assertThat(watched.hasNext()).isFalse();

    Iterator<Cluster> late = watch(id);
    assertThat(late.next()).isEqualTo(last).isEqualTo(get(id));
    assertThat(late.hasNext()).isFalse();
  }

  @Test
  void a_client_that_reads_late_is_told_the_end() {
    String id = requested();
    awaited(id, "running");
    Held held = new Held(id);
    api.awaitAt("/metrics", seen -> seen.text().contains("switchyard_grpc_streams 1.0"));
    client.clusters().delete(DeleteClusterRequest.newBuilder().setClusterId(id).build());
    awaited(id, "terminated");

    held.call.request(10);

    assertThat(held.ended()).isEqualTo(Code.OK);
    assertThat(held.seen.get(0).getStatus()).isEqualTo(ClusterStatus.CLUSTER_STATUS_RUNNING);
    assertThat(held.seen.get(held.seen.size() - 1).getStatus())
        .isEqualTo(ClusterStatus.CLUSTER_STATUS_TERMINATED);
  }

  /** A call that watches and takes nothing until it is told to. */
  private final class Held extends ClientCall.Listener<Cluster> {
    final ClientCall<WatchClusterRequest, Cluster> call =
        client.channel.newCall(ClusterServiceGrpc.getWatchClusterMethod(), CallOptions.DEFAULT);
    final List<Cluster> seen = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Code> end = new CompletableFuture<>();

    Held(String id) {
      call.start(this, new Metadata());
      call.sendMessage(WatchClusterRequest.newBuilder().setClusterId(id).build());
      call.halfClose();
    }

    @Override
    public void onMessage(Cluster cluster) {
      seen.add(cluster);
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
      end.complete(status.getCode());
    }

    Code ended() {
      return end.orTimeout(120, TimeUnit.SECONDS).join();
    }
  }

  @Test
  void what_is_used_is_not_ended_without_force() {
    String id = requested();
    awaited(id, "running");
    Iterator<Cluster> watched = watch(id);
    assertThat(watched.next().getSessions()).isZero();
    api.servers.use(stored(id), new Usage(2, 1, Instant.parse("2026-03-01T10:00:00Z")));
    Cluster used = watched.next();
    assertThat(used.getSessions()).isEqualTo(2);
    assertThat(used.getLastActivityAt().getSeconds()).isPositive();

    DeleteClusterRequest delete = DeleteClusterRequest.newBuilder().setClusterId(id).build();
    Refused refused = Refused.by(() -> client.clusters().delete(delete));

    assertThat(refused.code()).isEqualTo(Code.FAILED_PRECONDITION);
    assertThat(refused.reason()).isEqualTo("CLUSTER_IN_USE");
    assertThat(refused.message()).contains("2 open sessions and 1 running operations");
    client.clusters().delete(delete.toBuilder().setForce(true).build());
    awaited(id, "terminated");
  }

  @Test
  void a_cluster_that_is_not_there_is_not_found_by_any_call() {
    String id = "sc-a-dev-eu-west-1-aaaaaa";
    var stub = client.clusters();
    Collection<Runnable> calls =
        List.of(
            () -> get(""),
            () -> get("nonsense"),
            () -> get(id),
            () -> stub.delete(DeleteClusterRequest.newBuilder().setClusterId(id).build()),
            () ->
                stub.scale(
                    ScaleClusterRequest.newBuilder()
                        .setClusterId(id)
                        .setNewSize(ClusterSize.CLUSTER_SIZE_SMALL)
                        .build()),
            () ->
                stub.extendTtl(
                    ExtendTtlRequest.newBuilder().setClusterId(id).setExtension("1d").build()),
            () -> stub.events(ClusterEventsRequest.newBuilder().setClusterId(id).build()),
            () -> watch(id).next());
    for (Runnable call : calls) {
      Refused refused = Refused.by(call);
      assertThat(refused.code()).isEqualTo(Code.NOT_FOUND);
      assertThat(refused.reason()).isEqualTo("CLUSTER_NOT_FOUND");
      assertThat(refused.fields()).containsExactly("cluster_id");
    }
  }

  @Test
  void many_watchers_of_one_cluster_hold_no_thread_each() {
    String id = requested();
    awaited(id, "running");
    List<Iterator<Cluster>> all = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      all.add(watch(id));
    }
    all.forEach(Iterator::next);

    assertThat(
            Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("grpc-streams")))
        .hasSizeLessThanOrEqualTo(2);
    client.clusters().delete(DeleteClusterRequest.newBuilder().setClusterId(id).build());
    for (Iterator<Cluster> watched : all) {
      next(watched, ClusterStatus.CLUSTER_STATUS_TERMINATED);
    }
  }
}
