package io.switchyard.adapters.emr;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchyard.adapters.emr.Tickets.Claim;
import io.switchyard.domain.job.Execution;
import io.switchyard.domain.job.JobRequest;
import io.switchyard.ports.job.SequentialIds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The script that begins a driver, run by bash with Amazon's own command line against moto; in
 * place of {@code spark-submit} there is a script that says what it was given.
 */
final class StepScriptIT {

  private static final SequentialIds IDS =
      new SequentialIds(System.currentTimeMillis() * 1000 + 700);

  private final MotoSite moto = MotoSite.get();
  private final Aws aws = new Aws(moto.url());
  private final S3Folder work = new S3Folder(aws.s3(), Examples.STORAGE.work());
  private final Tickets tickets = new Tickets(work);
  private final Execution execution = Examples.execution(IDS.nextExecution().value());
  private final String folder = Drivers.folder(execution.id());

  @TempDir private Path temp;

  @BeforeEach
  void installSpark() throws IOException {
    Path bin = Files.createDirectories(temp.resolve("bin"));
    Path submit =
        Files.writeString(
            bin.resolve("spark-submit"),
            """
            #!/bin/bash
            echo "ran with $*"
            echo "variable $DB_PASSWORD"
            if [ -n "${SPARK_CONF_DIR:-}" ]; then cat "$SPARK_CONF_DIR/spark-defaults.conf"; fi
            while [ $# -gt 0 ]; do
              if [ "$1" = --spec-file ]; then cat "$2"; fi
              shift
            done
            """);
    assertThat(submit.toFile().setExecutable(true)).isTrue();
    Path conf = Files.createDirectories(temp.resolve("conf"));
    Files.writeString(conf.resolve("spark-defaults.conf"), "spark.of.the.cluster true");
  }

  @AfterEach
  void close() {
    aws.close();
  }

  private record Ended(int exit, String out, String err) {}

  private Ended step(JobRequest request, int ticket, String machine) throws Exception {
    DriverSpec spec =
        new Describing(Examples.rich(Examples.perTeam())).describe(execution, request);
    if (!spec.input().isEmpty()) {
      work.put(folder + "/" + Drivers.INPUT, spec.input());
    }
    List<String> command =
        new ArrayList<>(StepRequests.arguments(spec, ticket, work.address(folder)));
    command.replaceAll(word -> word.replace(Describing.FOLDER, temp.resolve(machine) + "/"));
    Path out = temp.resolve("out");
    Path err = temp.resolve("err");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
    Map<String, String> env = builder.environment();
    env.put("AWS_ENDPOINT_URL", moto.url().toString());
    env.put("AWS_ACCESS_KEY_ID", "test");
    env.put("AWS_SECRET_ACCESS_KEY", "test");
    env.put("AWS_DEFAULT_REGION", "eu-west-1");
    env.put("SPARK_CONF_DIR", temp.resolve("conf").toString());
    env.put(
        "PATH",
        temp.resolve("bin")
            + ":"
            + Path.of(MotoSite.bin("aws")).getParent()
            + ":"
            + env.get("PATH"));
    Process process = builder.start();
    assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
    return new Ended(process.exitValue(), Files.readString(out), Files.readString(err));
  }

  @Test
  void a_driver_begins_once_with_its_secrets_and_never_again() throws Exception {
    tickets.take(folder, 1, Claim.launch("j-1", Examples.NOW));
    Ended first = step(Examples.jar(), 1, "here");
    assertThat(first.err()).isEmpty();
    assertThat(first.exit()).isZero();
    assertThat(first.out())
        .contains("s3://jars/app.jar --date today")
        .contains("variable hunter2 isn't")
        .contains("spark.of.the.cluster true\nspark.hadoop.fs.s3a.secret.key=pass \"word\\\\");
    // Delivered twice, to the same cluster or to another.
    for (String machine : List.of("here", "elsewhere")) {
      Ended again = step(Examples.jar(), 1, machine);
      assertThat(again.exit()).isEqualTo(75);
      assertThat(again.err()).contains("[switchyard] not run: ");
      assertThat(again.out()).doesNotContain("ran with");
    }
    assertThat(tickets.cancel(folder, 1)).isFalse();
  }

  @Test
  void what_an_earlier_driver_left_is_removed_and_what_a_running_one_has_is_not() throws Exception {
    Path old = Files.createDirectories(temp.resolve("here").resolve("exec-old"));
    Path running = Files.createDirectories(temp.resolve("here").resolve("exec-running"));
    Process over = new ProcessBuilder("true").start();
    over.waitFor();
    Files.writeString(old.resolve("pid"), "" + over.pid());
    Files.writeString(running.resolve("pid"), "" + ProcessHandle.current().pid());
    tickets.take(folder, 1, Claim.launch("j-1", Examples.NOW));
    assertThat(step(Examples.python(), 1, "here").exit()).isZero();
    assertThat(old).doesNotExist();
    assertThat(running).exists();
  }

  @Test
  void a_void_ticket_lets_nothing_begin_and_the_next_one_does() throws Exception {
    tickets.take(folder, 1, Claim.launch("j-1", Examples.NOW));
    assertThat(tickets.cancel(folder, 1)).isTrue();
    tickets.take(folder, 2, Claim.launch("j-1", Examples.NOW));
    Ended late = step(Examples.etl(), 1, "here");
    assertThat(late.exit()).isEqualTo(75);
    assertThat(late.out()).isEmpty();
    Ended next = step(Examples.etl(), 2, "here");
    assertThat(next.exit()).isZero();
    assertThat(next.out()).contains("SELECT * FROM people");
  }

  @Test
  void without_s3_nothing_begins() throws Exception {
    // A bucket that is not there.
    DriverSpec spec =
        new Describing(Examples.rich(Examples.perTeam())).describe(execution, Examples.python());
    List<String> command = StepRequests.arguments(spec, 1, "s3://no-such-bucket/executions/x");
    assertThat(command).contains("none");
    ProcessBuilder builder =
        new ProcessBuilder(
            command.stream().map(w -> w.replace(Describing.FOLDER, temp + "/s/")).toList());
    builder.environment().put("AWS_ENDPOINT_URL", moto.url().toString());
    builder.environment().put("AWS_ACCESS_KEY_ID", "test");
    builder.environment().put("AWS_SECRET_ACCESS_KEY", "test");
    builder
        .environment()
        .put(
            "PATH",
            temp.resolve("bin")
                + ":"
                + Path.of(MotoSite.bin("aws")).getParent()
                + ":"
                + System.getenv("PATH"));
    Path out = temp.resolve("out");
    Process process = builder.redirectErrorStream(true).redirectOutput(out.toFile()).start();
    assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(75);
    assertThat(Files.readString(out)).contains("not run: ").doesNotContain("ran with");
  }
}
