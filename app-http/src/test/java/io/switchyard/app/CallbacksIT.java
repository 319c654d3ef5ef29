package io.switchyard.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.switchyard.adapters.callbacks.Receiver;
import io.switchyard.ports.job.Eventually;
import java.io.IOException;
import java.net.ServerSocket;
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

  private static final Duration PATIENCE = Duration.ofSeconds(90);

  @TempDir private Path folder;
  private Receiver receiver;
  private AppProcess app;

  @BeforeEach
  void start() throws IOException {
    receiver = Receiver.start();
    Path secret = Files.writeString(folder.resolve("secret"), "a-secret-for-tests");
    app = launch(secret, "one");
  }

  @AfterEach
  void stop() {
    app.close();
    receiver.close();
  }

  /** Its backend is a master that nobody runs, so that jobs wait. */
  private AppProcess launch(Path secret, String name) throws IOException {
    int nobody;
    try (ServerSocket socket = new ServerSocket(0)) {
      nobody = socket.getLocalPort();
    }
    Map<String, Object> spark =
        Map.of(
            "spark_version",
            "4.1.2",
            "master_url",
            "spark://127.0.0.1:" + nobody,
            "rest_url",
            "http://127.0.0.1:" + nobody,
            "ui_url",
            "http://127.0.0.1:" + nobody,
            "cores",
            4,
            "memory",
            "4g");
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
            AppProcess.JOB.replaceFirst(
                "\\{", "{\"callback_url\": \"" + receiver.url("127.0.0.1") + "\", "));
    app.delete("/api/v1/jobs/" + job);
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
