package io.switchyard.adapters.standalone.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.switchyard.adapters.standalone.embedded.EmbeddedSparks.Unavailable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a script in the place of Maven. */
final class SparkDistributionsTest {

  private static final String CORE = "spark-core_2.13-4.1.2.jar";

  private final Path temp;
  private final Path bin;
  private final Path repository;
  private final Path calls;
  private final Path folder;

  SparkDistributionsTest(@TempDir Path temp) throws IOException {
    this.temp = temp;
    bin = Files.createDirectory(temp.resolve("bin"));
    repository = Files.createDirectory(temp.resolve("repository"));
    calls = temp.resolve("calls");
    folder = temp.resolve("spark");
    Files.writeString(repository.resolve(CORE), "core");
    Files.writeString(repository.resolve("other.jar"), "other");
  }

  @Test
  void the_jars_that_maven_names_are_linked_and_maven_is_asked_once() throws Exception {
    mavenThatWorks();
    SparkDistribution spark = distributions(null).of("4.1.2");
    assertThat(spark).isEqualTo(new SparkDistribution("4.1.2", "2.13", folder.resolve("4.1.2")));
    assertThat(spark.home().resolve("jars").resolve(CORE)).hasContent("core");
    assertThat(Files.getAttribute(repository.resolve(CORE), "unix:nlink")).isEqualTo(2);
    assertThat(spark.home().resolve("maven")).doesNotExist();

    assertThat(distributions(null).of("4.1.2")).isEqualTo(spark);
    assertThat(calls).content().hasLineCount(1);
  }

  @Test
  void several_at_once_make_one_distribution() throws Exception {
    mavenThatWorks();
    SparkDistributions distributions = distributions(null);
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<SparkDistribution>> all =
          threads.invokeAll(
              List.of(
                  () -> distributions.of("4.1.2"),
                  () -> distributions.of("4.1.2"),
                  () -> distributions.of("4.1.2")));
      for (Future<SparkDistribution> one : all) {
        assertThat(one.get().home().resolve("jars").resolve(CORE)).exists();
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(calls).content().hasLineCount(1);
  }

  @Test
  void what_a_crash_left_half_done_is_made_anew() throws Exception {
    mavenThatWorks();
    Path draft = Files.createDirectories(folder.resolve("4.1.2.new").resolve("jars"));
    Files.writeString(draft.resolve("half.jar"), "half");
    SparkDistribution spark = distributions(null).of("4.1.2");
    assertThat(spark.home().resolve("jars").resolve("half.jar")).doesNotExist();
    assertThat(folder.resolve("4.1.2.new")).doesNotExist();
  }

  @Test
  void a_distribution_made_by_another_recipe_is_replaced() throws Exception {
    mavenThatWorks();
    SparkDistribution spark = distributions(null).of("4.1.2");
    Files.writeString(spark.home().resolve("artifacts"), "an older table");
    Files.writeString(spark.home().resolve("jars").resolve("stale.jar"), "stale");
    distributions(null).of("4.1.2");
    assertThat(spark.home().resolve("jars").resolve("stale.jar")).doesNotExist();
    assertThat(calls).content().hasLineCount(2);
  }

  @Test
  void a_failing_maven_is_quoted_and_leaves_nothing_that_looks_whole() throws Exception {
    maven("echo '[INFO] x'; echo '[ERROR] Could not transfer artifact a:b:1 -> [Help 1]'; exit 1");
    assertThatThrownBy(() -> distributions(null).of("4.1.2"))
        .isInstanceOf(Unavailable.class)
        .hasMessage(
            "Spark 4.1.2 could not be fetched: Could not transfer artifact a:b:1. Check the network, the disk and the mirrors in your Maven settings, or set spark_home to an installed Spark");
    assertThat(folder.resolve("4.1.2")).doesNotExist();
  }

  @Test
  void without_maven_the_message_says_what_to_install() {
    assertThatThrownBy(() -> distributions(null).of("4.1.2"))
        .isInstanceOf(Unavailable.class)
        .hasMessageContaining("no mvn on the PATH; install Maven 3.8 or newer, or set spark_home");
  }

  @Test
  void a_maven_that_hangs_is_ended() throws Exception {
    maven("echo $$ > " + calls + "; PATH=/usr/bin:/bin exec sleep 600");
    SparkDistributions impatient =
        new SparkDistributions(folder, null, fetch(Duration.ofMillis(500)));
    assertThatThrownBy(() -> impatient.of("4.1.2"))
        .isInstanceOf(Unavailable.class)
        .hasMessageContaining("raise fetch_timeout_s");
    long pid = Long.parseLong(Files.readString(calls).trim());
    TestSpark.await(
        "the end of Maven",
        Duration.ofSeconds(10),
        () -> ProcessHandle.of(pid).filter(ProcessRef::lives).isPresent() ? none() : some());
  }

  @Test
  void an_installed_spark_serves_its_own_version_only() throws Exception {
    Path jars = Files.createDirectories(temp.resolve("installed").resolve("jars"));
    Files.writeString(jars.resolve(CORE), "core");
    SparkDistributions distributions = distributions(jars.getParent());
    assertThat(distributions.of("4.1.2").home()).isEqualTo(jars.getParent());
    assertThatThrownBy(() -> distributions.of("4.2.0")).isInstanceOf(Unavailable.class);
  }

  private static Optional<Boolean> none() {
    return Optional.empty();
  }

  private static Optional<Boolean> some() {
    return Optional.of(true);
  }

  private SparkDistributions distributions(@Nullable Path installed) {
    return new SparkDistributions(folder, installed, fetch(Duration.ofMinutes(1)));
  }

  /** Not the folders of the system on the PATH, one of which may hold a real Maven. */
  private MavenFetch fetch(Duration limit) {
    return new MavenFetch(Map.of("PATH", bin.toString()), limit);
  }

  private void mavenThatWorks() throws IOException {
    maven(
        """
        echo called >> %s
        for word in "$@"; do
          case "$word" in -Dmdep.outputFile=*) out="${word#-Dmdep.outputFile=}";; esac
        done
        printf '%%s' "%s:%s" > "$out"
        """
            .formatted(calls, repository.resolve(CORE), repository.resolve("other.jar")));
  }

  private void maven(String script) throws IOException {
    Path file = bin.resolve("mvn");
    Files.writeString(file, "#!/bin/sh\n" + script + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
  }
}
