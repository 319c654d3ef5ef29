package io.switchyard.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.switchyard.adapters.callbacks.Receiver;
import io.switchyard.adapters.standalone.ScriptedMaster;
import io.switchyard.adapters.standalone.StandaloneConfig.MasterAddress;
import io.switchyard.domain.job.Memory;
import io.switchyard.ports.job.Eventually;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The application in processes of its own, killed while it tells a receiver. */
final class CallbacksIT {

  private static final Duration PATIENCE = Duration.ofMinutes(3);

  @TempDir private Path folder;
  private Receiver receiver;
  private ScriptedMaster master;
  private AppProcess app;

  @BeforeEach
  void start() throws IOException {
    receiver = Receiver.start();
    master = new ScriptedMaster(64, new Memory(256 * 1024));
    master.finishAfter(Duration.ofMillis(300));
    Path secret = Files.writeString(folder.resolve("secret"), "a-secret-for-tests");
    app = launch(secret, "one");
  }

  @AfterEach
  void stop() {
    app.close();
    master.close();
    receiver.close();
  }

  private AppProcess launch(Path secret, String name) throws IOException {
    MasterAddress at = master.address("4.1.2");
    Map<String, Object> spark =
        Map.of(
            "spark_version", at.version().value(),
            "master_url", at.masterUrl(),
            "rest_url", at.restUrl().toString(),
            "ui_url", at.uiUrl().toString(),
            "cores", at.cores(),
            "memory", at.memory().toString());
    return AppProcess.launch(
            Map.of(
                "http", Map.of("port", 0),
                "grpc", Map.of("port", 0),
                "state_dir", folder.resolve("state").toString(),
                "backends",
                    List.of(Map.of("id", "local", "kind", "standalone", "masters", List.of(spark))),
                "callbacks",
                    Map.of("secret_file", secret.toString(), "allow", List.of("127.0.0.0/8"))),
            folder.resolve(name))
        .awaitUp();
  }

  private JsonNode callback(String job) {
    return app.get("/api/v1/jobs/" + job).json().get("callback");
  }

  @Test
  void what_was_being_told_when_the_process_was_killed_is_told_again() throws Exception {
    receiver.hold = new CountDownLatch(1);
    String job =
        app.submit(
            """
            {"name": "nightly", "team": "data-infra", "callback_url": "%s",
             "config": {"custom_jar": {"jar_path": "https://repo.example.com/app.jar",
                                       "main_class": "com.acme.Main"}}}
            """
                .formatted(receiver.url("127.0.0.1")));
    Eventually.get(PATIENCE, () -> receiver.requests, request -> true);
    assertThat(callback(job).get("state").asText()).isEqualTo("pending");

    app.kill();
    receiver.hold.countDown();
    app = launch(folder.resolve("secret"), "two");

    Eventually.get(
        PATIENCE,
        () -> List.of(callback(job)),
        callback -> callback.get("state").asText().equals("delivered"));
    assertThat(receiver.requests).hasSize(2);
    assertThat(receiver.requests.get(1).text()).isEqualTo(receiver.requests.get(0).text());
    assertThat(receiver.requests.get(0).text()).contains("\"id\":\"" + job + ".ended\"");
  }
}
