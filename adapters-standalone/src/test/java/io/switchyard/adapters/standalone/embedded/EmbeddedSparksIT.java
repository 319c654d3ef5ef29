package io.switchyard.adapters.standalone.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.switchyard.adapters.standalone.embedded.EmbeddedConfig.Times;
import io.switchyard.adapters.standalone.embedded.EmbeddedSparks.Endpoints;
import io.switchyard.adapters.standalone.embedded.EmbeddedSparks.Phase;
import io.switchyard.adapters.standalone.embedded.EmbeddedSparks.Unavailable;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EmbeddedSparksIT {

  private static final Duration SOON = Duration.ofMinutes(3);

  private static Path home;

  private final Path temp;
  private final Path state;
  private final Path gate;
  private final ClusterFolder folder;

  @BeforeAll
  static void fetchSpark() throws InterruptedException {
    home = TestSpark.home();
  }

  EmbeddedSparksIT(@TempDir Path temp) {
    this.temp = temp;
    state = temp.resolve("state");
    gate = temp.resolve("gate");
    folder = new ClusterFolder(state.resolve("standalone").resolve(TestSpark.version()));
  }

  @AfterEach
  void nothing_is_left_running() {
    List<ProcessHandle> left = processes();
    ProcessTree.end(left, Duration.ofSeconds(5));
    assertThat(left).isEmpty();
  }

  @Test
  void a_closed_cluster_leaves_no_process_and_starts_again_where_it_was() throws Exception {
    Endpoints first;
    String driver;
    List<ProcessHandle> all;
    try (EmbeddedSparks sparks = open()) {
      first = TestSpark.awaitReady(sparks);
      driver = TestSpark.submit(first, temp, gate);
      TestSpark.awaitState(first, driver, "RUNNING");
      awaitLog(first, driver, "waiting in");
      all = processes();
      assertThat(all).as("master, worker and driver").hasSize(3);
      assertThatThrownBy(this::open)
          .isInstanceOf(Unavailable.class)
          .hasMessageContaining("is in use by another running application")
          .hasMessageContaining(state.toString());
    }
    assertThat(all).noneMatch(ProcessRef::lives);
    assertThat(state.resolve("standalone").resolve(first.version()).resolve("tmp")).doesNotExist();
    assertThat(first.runtime().localFolder()).doesNotExist();

    try (EmbeddedSparks again = open()) {
      Endpoints second = TestSpark.awaitReady(again);
      assertThat(second).isEqualTo(first);
      awaitLog(second, driver, "waiting in");
      assertThat(TestSpark.drivers(second)).isEmpty();
      assertThat(again.ended(TestSpark.version())).containsExactly(Map.entry(driver, "KILLED"));
    }
  }

  @Test
  void a_driver_outlives_the_kill_of_its_application_and_the_next_one_adopts_it() throws Exception {
    Process owner = owner();
    Endpoints before = awaitOwned(owner);
    String driver = TestSpark.submit(before, temp, gate);
    TestSpark.awaitState(before, driver, "RUNNING");
    awaitLog(before, driver, "waiting in");
    List<ProcessHandle> all = processes();
    kill(owner.toHandle());

    assertThat(anyEndOf(all))
        .as("an end of a process, although guards that miss the driver would give up by now")
        .failsWithin(TestSpark.GRACE.multipliedBy(2))
        .withThrowableOfType(TimeoutException.class);
    try (EmbeddedSparks next = open()) {
      Endpoints after = TestSpark.awaitReady(next);
      assertThat(after).isEqualTo(before);
      assertThat(TestSpark.state(after, driver)).isEqualTo("RUNNING");
      Files.createFile(gate);
      TestSpark.awaitState(after, driver, "FINISHED");
      assertThat(TestSpark.drivers(after)).containsExactly(driver);
      awaitLog(after, driver, "the gate is open");
    }
    assertThat(all).noneMatch(ProcessRef::lives);
  }

  @Test
  void without_application_and_drivers_a_cluster_ends_by_itself() throws Exception {
    Process owner = owner();
    Endpoints spark = awaitOwned(owner);
    String driver = TestSpark.submit(spark, temp, gate);
    awaitLog(spark, driver, "waiting in");
    kill(owner.toHandle());
    Files.createFile(gate);
    awaitNone();
    try (EmbeddedSparks next = open()) {
      assertThat(next.ended(TestSpark.version())).containsExactly(Map.entry(driver, "FINISHED"));
      assertThat(next.status(TestSpark.version()).phase()).isEqualTo(Phase.OFF);
    }
    assertThat(folder.work().resolve(driver).resolve("stdout")).content().contains("gate is open");
  }

  @Test
  void a_master_that_dies_comes_back_and_still_knows_its_driver() throws Exception {
    try (EmbeddedSparks sparks = open()) {
      Endpoints spark = TestSpark.awaitReady(sparks);
      String driver = TestSpark.submit(spark, temp, gate);
      TestSpark.awaitState(spark, driver, "RUNNING");
      ProcessHandle master = ProcessRef.living(folder.process(Role.MASTER)).orElseThrow();
      kill(master);
      TestSpark.await(
          "another master",
          SOON,
          () -> ProcessRef.living(folder.process(Role.MASTER)).filter(p -> !p.equals(master)));
      TestSpark.awaitState(spark, driver, "RUNNING");
      Files.createFile(gate);
      TestSpark.awaitState(spark, driver, "FINISHED");
      assertThat(TestSpark.drivers(spark)).containsExactly(driver);
      assertThat(sparks.endpoints(TestSpark.version())).contains(spark);
    }
  }

  @Test
  void a_cluster_that_is_not_the_default_ends_when_nobody_uses_it() throws Exception {
    EmbeddedConfig one = TestSpark.config(state, home);
    String other = TestSpark.version().equals("3.5.7") ? "4.2.0" : "3.5.7";
    Times brief =
        new Times(one.times().start(), one.times().fetch(), TestSpark.GRACE, Duration.ofSeconds(1));
    EmbeddedConfig config =
        new EmbeddedConfig(
            state, List.of(other, TestSpark.version()), one.homes(), one.size(), brief);
    try (EmbeddedSparks sparks = EmbeddedSparks.open(config, InstantSource.system())) {
      Endpoints spark = TestSpark.awaitReady(sparks);
      String driver = TestSpark.submit(spark, temp, gate);
      awaitLog(spark, driver, "waiting in");
      assertThat(anyEndOf(processes()))
          .as("an end although a driver runs")
          .failsWithin(Duration.ofSeconds(3))
          .withThrowableOfType(TimeoutException.class);
      assertThat(sparks.ready()).containsExactly(Map.entry(TestSpark.version(), spark));
      Files.createFile(gate);
      awaitNone();
      assertThat(sparks.ready()).isEmpty();
      assertThat(sparks.status(TestSpark.version()).phase()).isEqualTo(Phase.OFF);
      assertThat(sparks.ended(TestSpark.version())).containsEntry(driver, "FINISHED");
    }
  }

  private static CompletableFuture<Object> anyEndOf(List<ProcessHandle> processes) {
    return CompletableFuture.anyOf(
        processes.stream().map(ProcessHandle::onExit).toArray(CompletableFuture<?>[]::new));
  }

  private EmbeddedSparks open() {
    return EmbeddedSparks.open(TestSpark.config(state, home), InstantSource.system());
  }

  private Process owner() throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            OwnerMain.class.getName(),
            state.toString(),
            home.toString())
        .redirectErrorStream(true)
        .redirectOutput(temp.resolve("owner.log").toFile())
        .start();
  }

  /** What the owner would hand out, read off the folder as its successor will. */
  private Endpoints awaitOwned(Process owner) throws InterruptedException {
    return TestSpark.await(
        "the owner has started Spark",
        Duration.ofSeconds(90),
        () -> {
          assertThat(owner.isAlive()).as(temp.resolve("owner.log").toString()).isTrue();
          String said = Files.readString(temp.resolve("owner.log"));
          return said.contains("is up")
              ? folder.readCluster().map(this::endpoints)
              : Optional.empty();
        });
  }

  private Endpoints endpoints(ClusterFolder.Cluster cluster) {
    JavaHome java =
        JavaHomes.ofSystem(null, System.getenv())
            .find(cluster.version(), SparkLine.of(cluster.version()));
    SparkDistribution spark = SparkDistribution.at(home).orElseThrow();
    return EmbeddedSpark.endpoints(cluster, new SparkCommand(spark, java, folder, TestSpark.GRACE));
  }

  private static void awaitLog(Endpoints spark, String driver, String text)
      throws InterruptedException {
    String url = spark.workerUiUrl() + "/log/?driverId=" + driver + "&logType=stdout";
    TestSpark.await(
        driver + " wrote: " + text,
        SOON,
        () -> Optional.of(TestSpark.get(url)).filter(log -> log.contains(text)));
  }

  private static void kill(ProcessHandle process) throws InterruptedException {
    process.destroyForcibly();
    TestSpark.await(
        "the end of " + process.pid(),
        SOON,
        () -> ProcessRef.lives(process) ? Optional.empty() : Optional.of(true));
  }

  private void awaitNone() throws InterruptedException {
    TestSpark.await(
        "no process of the cluster is left",
        SOON,
        () -> processes().isEmpty() ? Optional.of(true) : Optional.empty());
  }

  /** Every living process of this test's cluster, whoever its parent is. */
  private List<ProcessHandle> processes() {
    String mark = state.toString() + File.separator;
    return ProcessHandle.allProcesses()
        .filter(process -> process.pid() != ProcessHandle.current().pid())
        .filter(ProcessRef::lives)
        .filter(process -> words(process).anyMatch(word -> word.contains(mark)))
        .toList();
  }

  private static Stream<String> words(ProcessHandle process) {
    return process.info().arguments().stream().flatMap(Stream::of);
  }
}
