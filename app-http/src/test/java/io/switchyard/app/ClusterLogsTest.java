package io.switchyard.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.switchyard.app.Events.Event;
import io.switchyard.app.GrpcClient.Refused;
import io.switchyard.domain.cluster.Cluster;
import io.switchyard.domain.cluster.ClusterId;
import io.switchyard.domain.job.ExecutionId;
import io.switchyard.grpc.v1.ClusterLogsRequest;
import io.switchyard.grpc.v1.LogChunk;
import io.switchyard.grpc.v1.OutputStream;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The logs of clusters' servers, over both edges. */
@Timeout(180)
final class ClusterLogsTest {

  @TempDir private Path folder;
  private LiveApi api;
  private String id;
  private String logs;

  @BeforeEach
  void start() {
    begin(Map.of("policies", List.of(Map.of("restarts", 1))));
  }

  private void begin(Map<String, Object> clusters) {
    api = LiveApi.start(folder, Map.of("clusters", clusters));
    id =
        api.postTo(
                "/api/v1/clusters",
                """
                {"team": "feateng", "environment": "dev", "region": "eu-west-1", "size": "small"}
                """)
            .at("cluster_id");
    logs = "/api/v1/clusters/" + id + "/logs";
    awaited("running");
  }

  @AfterEach
  void stop() {
    api.close();
  }

  private LiveApi.Answer awaited(String status) {
    return api.awaitAt("/api/v1/clusters/" + id, seen -> seen.at("status").equals(status));
  }

  private Cluster cluster() {
    return api.clusters.find(new ClusterId(id)).orElseThrow();
  }

  private void print(String line) {
    api.servers.print(cluster(), line);
  }

  /** Lets the server die, and waits until another runs. */
  private void restart(String cause) {
    api.servers.die(cluster(), cause);
    api.awaitAt(
        "/api/v1/clusters/" + id,
        seen -> seen.at("status").equals("running") && seen.at("restarts").equals("1"));
  }

  private void delete() {
    api.delete("/api/v1/clusters/" + id);
    awaited("terminated");
  }

  private void awaitCaptured(ExecutionId server) {
    api.awaitAt("/health/live", seen -> api.logs.executions().contains(server));
    api.awaitAt(logs, seen -> seen.json().path("complete").asBoolean());
  }

  @Test
  void pieces_are_read_by_offset_while_it_runs_and_after_it_is_over() throws Exception {
    print("one");
    print("zwölf");

    var first = api.get(logs);
    assertThat(first.status()).as(first.text()).isEqualTo(200);
    assertThat(first.at("logs")).isEqualTo("one\nzwölf\n");
    assertThat(first.at("cluster_id")).isEqualTo(id);
    assertThat(first.at("execution_id")).isEqualTo(cluster().server().id().value());
    assertThat(first.at("stream")).isEqualTo("stderr");
    assertThat(first.at("server")).isEqualTo("1");
    assertThat(first.json().get("complete").asBoolean()).isFalse();
    assertThat(api.get(logs + "?stream=stdout").at("logs")).isEmpty();
    assertThat(api.get(logs + "?tail_lines=1").at("logs")).isEqualTo("zwölf\n");
    JsonNode description = api.get("/openapi.json").json();
    JsonNode schema = description.at("/components/schemas/ClusterLogs");
    assertThat(new Schema(description).mistakes(schema, first.json())).isEmpty();
    assertThat(new Schema(description).unknown(schema, first.json())).isEmpty();

    print("end");
    delete();

    var rest = api.get(logs + "?offset=11");
    assertThat(rest.at("logs")).isEqualTo("end\n");
    assertThat(rest.json().get("complete").asBoolean()).isTrue();
  }

  @Test
  void a_log_outlives_the_place_where_its_server_ran() {
    ExecutionId server = cluster().server().id();
    print("last words");
    delete();
    awaitCaptured(server);

    api.servers.deleteLog(server);

    assertThat(api.get(logs).at("logs")).isEqualTo("last words\n");
    assertThat(api.get(logs + "?server=1").json().get("complete").asBoolean()).isTrue();
  }

  @Test
  void each_server_has_a_log_of_its_own() {
    print("first");
    restart("died");
    print("second");

    assertThat(api.get(logs).at("logs")).isEqualTo("second\n");
    assertThat(api.get(logs).at("server")).isEqualTo("2");
    var first = api.get(logs + "?server=1");
    assertThat(first.at("logs")).isEqualTo("first\n");
    assertThat(first.json().get("complete").asBoolean()).isTrue();
    var none = api.get(logs + "?server=3");
    assertThat(none.status()).isEqualTo(400);
    assertThat(none.fields()).containsExactly("server");
    assertThat(none.text()).contains("its newest is 2");
  }

  @Test
  void a_follower_sees_every_line_of_every_server_and_then_the_end() throws Exception {
    print("before");
    String resume;
    try (Events events = Events.of(api, logs + "?follow=true")) {
      Event line = events.next("log");
      assertThat(line.data()).isEqualTo("before");
      resume = line.id();
      restart("died");
      JsonNode next = LiveApi.JSON.readTree(events.next("server").data());
      assertThat(next.get("execution_id").asText()).isEqualTo(cluster().server().id().value());
      assertThat(next.get("server").asInt()).isEqualTo(2);
      print("after");
      assertThat(events.next("log").data()).isEqualTo("after");
      delete();
      JsonNode end = LiveApi.JSON.readTree(events.next("end").data());
      assertThat(end.get("cluster_id").asText()).isEqualTo(id);
      assertThat(end.get("status").asText()).isEqualTo("terminated");
      assertThat(events.atEnd()).isTrue();
    }
    try (Events events = Events.of(api, logs + "?follow=true", "Last-Event-ID", resume)) {
      events.next("server");
      assertThat(events.next("log").data()).isEqualTo("after");
      events.next("end");
    }
  }

  @Test
  void logs_are_the_same_over_grpc() {
    print("one");
    ClusterLogsRequest.Builder request = ClusterLogsRequest.newBuilder().setClusterId(id);
    try (GrpcClient client = api.grpc()) {
      LogChunk piece = client.clusters().logs(request.build()).next();
      assertThat(piece.getText()).isEqualTo("one\n");
      assertThat(piece.getStream()).isEqualTo(OutputStream.OUTPUT_STREAM_STDERR);
      Iterator<LogChunk> followed = client.clusters().logs(request.setFollow(true).build());
      assertThat(followed.next().getText()).isEqualTo("one\n");
      delete();
      assertThat(followed.next().getComplete()).isTrue();
      assertThat(followed.hasNext()).isFalse();
      request.setServer(7).setFollow(false);
      assertThat(Refused.by(() -> client.clusters().logs(request.build()).next()).fields())
          .containsExactly("server");
      request.setClusterId("sc-a-dev-eu-west-1-aaaaaa").clearServer();
      assertThat(Refused.by(() -> client.clusters().logs(request.build()).next()).reason())
          .isEqualTo("CLUSTER_NOT_FOUND");
    }
  }

  @Test
  void a_cluster_that_failed_says_why() {
    restart("first cause");
    api.servers.die(cluster(), "java.net.BindException: Address already in use");

    var failed = awaited("failed");

    assertThat(failed.at("error_message")).contains("java.net.BindException: Address already in");
    assertThat(api.get(logs + "?follow=true").text()).contains("\"status\":\"failed\"");
  }

  @Test
  void logs_that_are_not_there_are_not_found() {
    String other = "/api/v1/clusters/sc-a-dev-eu-west-1-aaaaaa/logs";
    for (String path : List.of(other, other + "?follow=true", "/api/v1/clusters/x/logs")) {
      assertThat(api.get(path).status()).isEqualTo(404);
      assertThat(api.get(path).fields()).containsExactly("cluster_id");
    }
    assertThat(api.get(logs + "?attempt=1").fields()).containsExactly("attempt");
  }
}
