package io.switchyard.adapters.standalone.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.switchyard.adapters.standalone.embedded.EmbeddedConfig.Size;
import io.switchyard.adapters.standalone.embedded.EmbeddedSparks.Unavailable;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What happens when Spark does not come up, with scripts in the place of Java. */
final class EmbeddedSparkTest {

  private final Path temp;
  private final ClusterFolder folder;

  EmbeddedSparkTest(@TempDir Path temp) {
    this.temp = temp;
    this.folder = new ClusterFolder(temp.resolve("cluster"));
  }

  @Test
  void a_process_that_dies_is_quoted_and_the_other_one_is_ended() throws IOException {
    EmbeddedSpark spark =
        spark("case \"$*\" in *deploy.master*) exec sleep 300;; esac; echo ERROR no room; exit 1");
    assertThatThrownBy(spark::start)
        .isInstanceOf(Unavailable.class)
        .hasMessageStartingWith("Spark 4.1.2 did not start")
        .hasMessageContaining("the worker wrote, at the end of " + folder.log(Role.WORKER))
        .hasMessageEndingWith("ERROR no room");
    assertThat(folder.living(Role.MASTER)).isEmpty();
    assertThat(ProcessRef.living(folder.process(Role.MASTER))).isEmpty();
  }

  @Test
  void a_port_taken_in_between_leads_to_other_ports() throws IOException {
    EmbeddedSpark spark =
        spark(
            "case \"$*\" in *deploy.worker*) exec sleep 300;; esac;"
                + " echo \"$*\" >> "
                + temp.resolve("calls")
                + "; echo ERROR java.net.BindException; exit 1");
    assertThatThrownBy(spark::start).isInstanceOf(Unavailable.class);
    List<String> ports =
        Files.readAllLines(temp.resolve("calls")).stream()
            .map(call -> call.replaceAll(".*--port (\\d+).*", "$1"))
            .toList();
    assertThat(ports).hasSize(3).doesNotHaveDuplicates();
  }

  /**
   * Only the one process ends by itself: the start stops the other, maybe before its first line.
   */
  @ParameterizedTest
  @EnumSource
  void secrets_of_the_application_do_not_reach_spark(Role role) throws IOException {
    String named = role.name().toLowerCase(Locale.ROOT);
    EmbeddedSpark spark =
        spark("case \"$*\" in *deploy." + named + "*) env; exit 1;; esac; exec sleep 300");
    assertThatThrownBy(spark::start).isInstanceOf(Unavailable.class);
    String seen = Files.readString(folder.log(role));
    assertThat(seen.lines().map(line -> line.split("=")[0]))
        .contains("SPARK_HOME", "SPARK_SCALA_VERSION", "SPARK_LOCAL_IP", "JAVA_HOME")
        .isSubsetOf(
            List.of(
                "PATH",
                "HOME",
                "USER",
                "LOGNAME",
                "LANG",
                "LC_ALL",
                "TZ",
                "PWD",
                "OLDPWD",
                "SHLVL",
                "_",
                "JAVA_HOME",
                "SPARK_HOME",
                "SPARK_SCALA_VERSION",
                "SPARK_CONF_DIR",
                "SPARK_LOCAL_IP",
                "SPARK_LOCAL_DIRS"));
  }

  @Test
  void the_last_page_tells_how_drivers_ended() throws IOException {
    Files.createDirectories(folder.root());
    Files.writeString(
        folder.lastPage(),
        """
        {"activedrivers": [{"id": "driver-2", "state": "RUNNING"}],
         "completeddrivers": [{"id": "driver-0", "state": "FINISHED"},
                              {"id": "driver-1", "state": "FAILED"}]}
        """);
    assertThat(MasterPage.ended(folder.lastPage()))
        .isEqualTo(Map.of("driver-0", "FINISHED", "driver-1", "FAILED", "driver-2", "KILLED"));
    assertThat(MasterPage.ended(temp.resolve("absent"))).isEmpty();
  }

  private EmbeddedSpark spark(String javaScript) throws IOException {
    Path home = temp.resolve("jdk");
    Path java = Files.createDirectories(home.resolve("bin")).resolve("java");
    Files.writeString(java, "#!/bin/sh\n" + javaScript + "\n");
    Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwx------"));
    SparkDistribution spark = new SparkDistribution("4.1.2", "2.13", temp.resolve("spark"));
    SparkCommand command =
        new SparkCommand(spark, new JavaHome(home, 17), folder, Duration.ofSeconds(1));
    return new EmbeddedSpark(
        command, new Size(1, 512), Duration.ofSeconds(20), HttpClient.newHttpClient());
  }
}
