package io.switchyard.adapters.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchyard.domain.job.ExecutionId;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ExchangeTest {

  private static final ExecutionId ID = new ExecutionId("exec-0000000000000000000000000a");
  private static final Instant WRITTEN = Instant.parse("2026-11-21T00:00:00Z");

  @TempDir private Path temp;
  private Exchange exchange;
  private ExecutionFolder folder;

  @BeforeEach
  void write() throws Exception {
    exchange = Exchange.ofJobs(temp.resolve("exchange"));
    folder = exchange.of(ID);
    folder.write(
        new LaunchPlan(
            Scripted.NEW,
            TestJobs.ONE_SMALL_EXECUTOR,
            "com.acme.Main",
            List.of(),
            List.of(),
            List.of(),
            null,
            Map.of("password", "geheim"),
            Map.of(),
            Map.of("spark.acme.password", "geheim"),
            List.of()));
  }

  private List<String> files() throws Exception {
    try (Stream<Path> files = Files.list(folder.path())) {
      return files.map(f -> f.getFileName().toString()).sorted().toList();
    }
  }

  private void age(Instant at) throws Exception {
    for (String file : files()) {
      Files.setLastModifiedTime(folder.path().resolve(file), FileTime.from(at));
    }
  }

  @Test
  void only_the_owner_may_read_what_may_be_secret() throws Exception {
    assertThat(files()).containsExactly(ID + ".jar", "settings.properties", "spec.json");
    for (String file : files()) {
      assertThat(Files.getPosixFilePermissions(folder.path().resolve(file)))
          .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }
    assertThat(Files.getPosixFilePermissions(folder.path()))
        .isEqualTo(PosixFilePermissions.fromString("rwx------"));
    assertThat(folder.spec()).hasContent("{\"password\":\"geheim\"}");
  }

  @Test
  void the_jar_has_the_agent_and_a_main_class_named_after_the_execution() throws Exception {
    String name = LaunchClass.nameFor(ID);
    assertThat(name).isEqualTo("io.switchyard.run.exec_0000000000000000000000000a");
    assertThat(LaunchClass.executionOf(name)).contains(ID);
    assertThat(LaunchClass.executionOf("com.acme.exec_0000000000000000000000000a")).isEmpty();
    assertThat(LaunchClass.executionOf("com.acme.Main")).isEmpty();
    URL[] jar = {folder.jar().toUri().toURL()};
    try (URLClassLoader loader = new URLClassLoader(jar, ClassLoader.getPlatformClassLoader())) {
      Class<?> launch = loader.loadClass(name);
      assertThat(launch.getMethod("main", String[].class).getDeclaringClass().getName())
          .isEqualTo("io.switchyard.agent.DriverMain");
      assertThat(loader.getResource("io/switchyard/agent/MetricsListener.class")).isNotNull();
      assertThat(loader.loadClass("io.switchyard.agent.Claim$Refused")).isNotNull();
    }
  }

  @Test
  void secrets_go_when_the_execution_ended_and_the_claim_stays() throws Exception {
    Files.writeString(folder.path().resolve("claimed"), "driver-20261121000000-0001");
    exchange.removeFiles(ID);
    assertThat(files()).containsExactly("claimed");
    assertThat(exchange.claimedBy(ID)).contains("driver-20261121000000-0001");
  }

  @Test
  void secrets_of_an_execution_that_nobody_saw_end_go_after_a_day() throws Exception {
    Files.writeString(folder.path().resolve("claimed"), "driver-20261121000000-0001");
    age(WRITTEN);
    sweepJobs(WRITTEN.plus(Exchange.KEEP_FILES));
    assertThat(files()).hasSize(4);
    sweepJobs(WRITTEN.plus(Exchange.KEEP_FILES).plusSeconds(1));
    assertThat(files()).containsExactly("claimed");
    sweepJobs(WRITTEN.plus(Exchange.KEEP_CLAIMS).plusSeconds(1));
    assertThat(folder.path()).doesNotExist();
  }

  @Test
  void what_a_driver_with_an_agent_reads_stays_as_long_as_it_lives() throws Exception {
    Files.writeString(folder.path().resolve("agent.json"), "{}");
    sweepJobs(WRITTEN.plus(Exchange.KEEP_CLAIMS).plusSeconds(1));
    assertThat(folder.jar()).exists();
  }

  private void sweepJobs(Instant now) {
    Exchange.ofJobs(temp.resolve("exchange")).sweepNowAndThen(now);
  }

  @Test
  void what_a_server_reads_stays_as_long_as_it_lives_and_its_claim_a_month_longer()
      throws Exception {
    Instant later = WRITTEN.plus(Exchange.KEEP_CLAIMS).plusSeconds(1);
    Files.writeString(folder.path().resolve("claimed"), "driver-20261121000000-0001");
    Files.createDirectories(folder.temporary().resolve("blockmgr-1/0a"));
    age(WRITTEN);
    Exchange servers = Exchange.ofServers(temp.resolve("exchange"));
    servers.sweepNowAndThen(later);
    assertThat(files()).hasSize(5);
    servers.removeFiles(ID);
    assertThat(files()).containsExactly("claimed");
    age(WRITTEN);
    servers.sweepNowAndThen(later.plus(Duration.ofMinutes(59)));
    assertThat(files()).containsExactly("claimed");
    servers.sweepNowAndThen(later.plus(Duration.ofHours(1)));
    assertThat(folder.path()).doesNotExist();
  }

  @Test
  void a_drivers_word_for_its_ui_is_taken_if_it_is_a_web_address() throws Exception {
    assertThat(exchange.ui(ID)).isEmpty();
    Path said = folder.path().resolve("ui");
    Files.writeString(said, "http://10.0.0.7:40123");
    assertThat(exchange.ui(ID)).contains(URI.create("http://10.0.0.7:40123"));
    String tooLong = "http://10.0.0.7/" + "x".repeat(2048);
    for (String wrong : List.of("", "javascript:alert(1)", "/etc", "http:", "no uri", tooLong)) {
      Files.writeString(said, wrong);
      assertThat(exchange.ui(ID)).as(wrong).isEmpty();
    }
  }

  @Test
  void an_end_is_settled_unless_another_driver_has_the_execution() throws Exception {
    String one = "driver-20261121000000-0001";
    String other = "driver-20261121000000-0002";
    Path claim = folder.path().resolve("claimed");
    assertThat(exchange.settle(ID, one)).isTrue();
    assertThat(claim).hasContent("nobody");
    assertThat(exchange.settle(ID, one)).isTrue();
    Files.writeString(claim, one);
    assertThat(exchange.settle(ID, one)).isTrue();
    assertThat(exchange.settle(ID, other)).isFalse();
    // A driver that died while it claimed.
    Files.writeString(claim, "");
    assertThat(exchange.settle(ID, one)).isTrue();
  }

  @Test
  void an_execution_is_revoked_only_while_nobody_claimed_it() throws Exception {
    assertThat(exchange.revoke(ID)).isTrue();
    assertThat(exchange.revoke(ID)).isTrue();
    assertThat(exchange.claimedBy(ID)).isEmpty();
    Files.writeString(folder.path().resolve("claimed"), "driver-20261121000000-0001");
    assertThat(exchange.revoke(ID)).isFalse();
  }
}
