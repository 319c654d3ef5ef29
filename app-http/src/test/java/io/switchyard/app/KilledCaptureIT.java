package io.switchyard.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchyard.adapters.standalone.ScriptedMaster;
import io.switchyard.adapters.standalone.StandaloneConfig.MasterAddress;
import io.switchyard.domain.job.Memory;
import io.switchyard.ports.job.Eventually;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A process that is killed in the middle of the capture of a large log, and the one after it. */
final class KilledCaptureIT {

  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final int LOG_BYTES = 12 * 1024 * 1024;

  @TempDir private Path folder;
  private ScriptedMaster master;
  private AppProcess app;

  @BeforeEach
  void start() throws Exception {
    master = new ScriptedMaster(4, new Memory(4096));
    app = AppProcess.launch(config(), folder.resolve("first")).awaitUp();
  }

  @AfterEach
  void stop() {
    app.close();
    master.close();
  }

  private Map<String, Object> config() {
    MasterAddress at = master.address("4.1.2");
    Map<String, Object> spark =
        Map.of(
            "spark_version", at.version().value(),
            "master_url", at.masterUrl(),
            "rest_url", at.restUrl().toString(),
            "ui_url", at.uiUrl().toString(),
            "cores", at.cores(),
            "memory", at.memory().toString());
    return Map.of(
        "http", Map.of("port", 0),
        "grpc", Map.of("port", 0),
        "state_dir", folder.resolve("state").toString(),
        "logs", Map.of("folder", folder.resolve("logs").toString()),
        "backends", List.of(Map.of("id", "local", "kind", "standalone", "masters", List.of(spark))),
        "work", Map.of("idle", "20ms", "poll", "200ms", "retry", "200ms"));
  }

  /** Lines that do not repeat, so that no piece can stand for another; the same every time. */
  private static byte[] largeLog() {
    Random random = new Random(7);
    StringBuilder log = new StringBuilder(LOG_BYTES + 100);
    for (int line = 0; log.length() < LOG_BYTES; line++) {
      log.append(line).append(' ').append(Long.toHexString(random.nextLong())).append('\n');
    }
    return log.toString().getBytes(StandardCharsets.US_ASCII);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 5, 11})
  void a_log_is_whole_after_a_kill_in_the_middle_of_its_capture(int pieces) throws Exception {
    byte[] log = largeLog();
    String job = app.submit(ApiClient.JOB.replace("/jars/app.jar", "https://x.example/app.jar"));
    String execution = app.awaitStatus(job, "RUNNING").at("execution_id");
    ScriptedMaster.Driver driver = master.drivers().get(0);
    master.write(driver, "stdout", log);
    master.write(driver, "stderr", "the end\n".getBytes(StandardCharsets.US_ASCII));
    // One is for the last lines, which tell how the driver ended.
    master.stopLogsAfter(master.logsAsked() + 1 + pieces);
    master.finishAfter(Duration.ZERO);
    app.awaitStatus(job, "SUCCEEDED");
    Path kept = folder.resolve("logs").resolve(execution);
    Eventually.get(PATIENCE, () -> List.of(piecesIn(kept)), seen -> seen == pieces);

    app.kill();
    assertThat(piecesIn(kept)).isEqualTo(pieces);
    assertThat(kept.resolve("complete")).doesNotExist();
    int before = master.logsAsked();
    master.stopLogsAfter(Integer.MAX_VALUE);
    app = AppProcess.launch(config(), folder.resolve("second")).awaitUp();

    app.await(job, answer -> answer.at("log_capture").equals("captured"));
    // What was there was not fetched again; one is for the other stream.
    assertThat(master.logsAsked() - before).isEqualTo(pages(log) - pieces + 1);
    master.write(driver, "stdout", null);
    assertThat(readBack(job)).isEqualTo(new String(log, StandardCharsets.US_ASCII));
    assertThat(app.get("/api/v1/jobs/" + job + "/logs?stream=stderr").at("logs"))
        .isEqualTo("the end\n");
  }

  /** A page is a mebibyte. */
  private static int pages(byte[] log) {
    return (log.length + (1 << 20) - 1) >> 20;
  }

  private static long piecesIn(Path kept) {
    if (Files.notExists(kept)) {
      return 0;
    }
    try (Stream<Path> files = Files.list(kept)) {
      return files.filter(file -> file.toString().endsWith(".log.gz")).count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String readBack(String job) {
    StringBuilder read = new StringBuilder();
    boolean complete = false;
    while (!complete) {
      var page = app.get("/api/v1/jobs/" + job + "/logs?stream=stdout&offset=" + read.length());
      read.append(page.at("logs"));
      complete = page.json().path("complete").asBoolean();
    }
    return read.toString();
  }
}
