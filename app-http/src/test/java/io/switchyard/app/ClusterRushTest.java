package io.switchyard.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchyard.ports.job.Eventually;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many clients who want clusters at once, and some who do not want them any more. */
final class ClusterRushTest {

  private static final String API = "/api/v1/clusters";
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final ExecutorService clients = Executors.newFixedThreadPool(16);
  private LiveApi api;

  @BeforeEach
  void start(@TempDir Path folder) {
    api = LiveApi.start(folder);
  }

  @AfterEach
  void stop() {
    clients.shutdownNow();
    api.close();
  }

  private static String body(int number) {
    return """
    {"team": "feature-engineering", "environment": "dev", "region": "eu-west-1", "size": "small",
     "name": "c%d", "ttl": "7d", "idempotency_key": "key-%d"}
    """
        .formatted(number, number);
  }

  @Test
  void fifty_requests_at_once_with_ten_keys_make_ten_clusters_with_a_server_each()
      throws Exception {
    List<Future<String>> answers = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      int number = i % 10;
      Callable<String> client =
          () -> {
            var answer = api.postTo(API, body(number));
            assertThat(answer.status()).as(answer.text()).isIn(200, 202);
            return answer.at("cluster_id");
          };
      answers.add(clients.submit(client));
    }
    Set<String> ids = new HashSet<>();
    for (Future<String> answer : answers) {
      ids.add(answer.get());
    }
    assertThat(ids).hasSize(10);
    for (String id : ids) {
      api.awaitAt(API + "/" + id, cluster -> cluster.at("status").equals("running"));
    }
    assertThat(api.get(API + "?limit=100").json().get("total_count").asInt()).isEqualTo(10);
    assertThat(api.servers.servers()).isEqualTo(10);
  }

  @Test
  void a_delete_at_any_moment_of_the_start_ends_terminated_without_a_server() throws Exception {
    api.servers.startSlowly();
    List<Future<String>> deleted = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      int moment = i;
      Callable<String> client =
          () -> {
            String id = api.postTo(API, body(moment)).at("cluster_id");
            // Reads take their time, so each client goes a little further.
            for (int look = 0; look < moment * 3; look++) {
              api.get(API + "/" + id);
            }
            assertThat(api.delete(API + "/" + id).status()).isIn(200, 202);
            return id;
          };
      deleted.add(clients.submit(client));
    }
    for (Future<String> id : deleted) {
      api.awaitAt(API + "/" + id.get(), cluster -> cluster.at("status").equals("terminated"));
    }
    Eventually.get(PATIENCE, () -> List.of(api.servers.living()), living -> living == 0);
  }
}
