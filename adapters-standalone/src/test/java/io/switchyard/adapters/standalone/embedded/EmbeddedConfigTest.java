package io.switchyard.adapters.standalone.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.switchyard.adapters.standalone.embedded.EmbeddedConfig.Homes;
import io.switchyard.adapters.standalone.embedded.EmbeddedConfig.Size;
import io.switchyard.adapters.standalone.embedded.EmbeddedConfig.Times;
import io.switchyard.domain.input.InvalidInput;
import io.switchyard.domain.input.InvalidValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EmbeddedConfigTest {

  private final Path temp;

  EmbeddedConfigTest(@TempDir Path temp) {
    this.temp = temp;
  }

  @Test
  void the_defaults_fit_the_machine() {
    EmbeddedConfig config = EmbeddedConfig.defaults(Path.of("state"), Map.of());
    assertThat(config.stateFolder()).isAbsolute();
    assertThat(config.versions()).startsWith("4.1.2").hasSize(4);
    assertThat(config.homes()).isEqualTo(new Homes(null, null));
    assertThat(config.size()).isEqualTo(Size.ofMachine());
    assertThat(config.times().orphanGrace()).isEqualTo(Duration.ofSeconds(60));
  }

  @Test
  void a_size_has_a_floor_and_a_ceiling() {
    assertThat(Size.of(1, 1_024)).isEqualTo(new Size(4, 2_048));
    assertThat(Size.of(8, 16_384)).isEqualTo(new Size(16, 8_601));
    assertThat(Size.of(128, 1 << 20)).isEqualTo(new Size(64, 65_536));
  }

  @Test
  void every_key_is_read() throws IOException {
    Path spark = sparkHome("4.2.0");
    Path java = Path.of(System.getProperty("java.home"));
    EmbeddedConfig read =
        EmbeddedConfig.read(
            Map.ofEntries(
                Map.entry("state_folder", temp.resolve("s").toString()),
                Map.entry("versions", List.of("4.2.0", "3.5.7")),
                Map.entry("spark_home", spark.toString()),
                Map.entry("java_home", java.toString()),
                Map.entry("cores", 3),
                Map.entry("memory_mb", 3_000),
                Map.entry("start_timeout_s", 11),
                Map.entry("fetch_timeout_s", 12),
                Map.entry("orphan_grace_s", 13),
                Map.entry("idle_stop_s", 14)),
            defaults());
    Times times =
        new Times(
            Duration.ofSeconds(11),
            Duration.ofSeconds(12),
            Duration.ofSeconds(13),
            Duration.ofSeconds(14));
    assertThat(read)
        .isEqualTo(
            new EmbeddedConfig(
                temp.resolve("s"),
                List.of("4.2.0", "3.5.7"),
                new Homes(spark, java),
                new Size(3, 3_000),
                times));
  }

  @Test
  void an_empty_tree_changes_nothing() {
    assertThat(EmbeddedConfig.read(Map.of(), defaults())).isEqualTo(defaults());
  }

  @Test
  void all_mistakes_come_at_once() {
    assertThatThrownBy(
            () ->
                EmbeddedConfig.read(
                    Map.of("core", 1, "memory_mb", 5, "versions", "4.1.2"), defaults()))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("core: is not a known field; did you mean cores?")
        .hasMessageContaining("memory_mb: \"5\" is outside 512 to")
        .hasMessageContaining("versions: \"4.1.2\" is a string, not a list");
  }

  @Test
  void an_installed_spark_stands_for_its_line() throws IOException {
    String home = sparkHome("4.1.1").toString();
    EmbeddedConfig config = EmbeddedConfig.defaults(temp, Map.of("SPARK_HOME", home));
    assertThat(config.versions()).containsExactly("4.1.1", "4.2.0", "4.0.1", "3.5.7");
  }

  @Test
  void an_installed_spark_of_a_line_that_is_not_listed_is_added() throws IOException {
    EmbeddedConfig config =
        new EmbeddedConfig(
            temp,
            List.of("4.1.2"),
            new Homes(sparkHome("3.5.7"), null),
            new Size(1, 512),
            Times.DEFAULT);
    assertThat(config.versions()).containsExactly("4.1.2", "3.5.7");
  }

  @Test
  void a_folder_without_spark_is_refused() {
    assertThatThrownBy(() -> new Homes(temp, null))
        .isInstanceOf(InvalidValue.class)
        .hasMessageContaining("spark_home: \"" + temp + "\" holds no jars/spark-core");
  }

  @Test
  void no_version_and_twice_the_same_are_refused() {
    EmbeddedConfig d = defaults();
    assertThatThrownBy(
            () -> new EmbeddedConfig(d.stateFolder(), List.of(), d.homes(), d.size(), d.times()))
        .hasMessageContaining("versions: is empty");
    assertThatThrownBy(
            () ->
                new EmbeddedConfig(
                    d.stateFolder(), List.of("4.1.2", "4.1.2"), d.homes(), d.size(), d.times()))
        .hasMessageContaining("names a version twice");
  }

  private EmbeddedConfig defaults() {
    return EmbeddedConfig.defaults(temp.resolve("state"), Map.of());
  }

  private Path sparkHome(String version) throws IOException {
    Path jars = Files.createDirectories(temp.resolve("spark-" + version).resolve("jars"));
    Files.writeString(jars.resolve("spark-core_2.13-" + version + ".jar"), "");
    return temp.resolve("spark-" + version);
  }
}
