package io.switchyard.adapters.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class InputTest {

  @TempDir private Path temp;

  @Test
  void a_jvm_reads_secret_settings_as_they_are() throws IOException, InterruptedException {
    String value = "p\"w 'x' \\ # ä $HOME *";
    Path options =
        Files.writeString(
            temp.resolve("options"), Input.javaOptions(Map.of("spark.secret", value)));
    Path source =
        Files.writeString(
            temp.resolve("Print.java"),
            """
            class Print {
              public static void main(String[] a) throws Exception {
                java.nio.file.Files.writeString(
                    java.nio.file.Path.of(a[0]), System.getProperty("spark.secret"));
              }
            }
            """);
    Path printed = temp.resolve("printed");
    ProcessBuilder java =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            source.toString(),
            printed.toString());
    java.environment().put(Input.JAVA_OPTIONS_VARIABLE, "@" + options);
    java.environment().put("LC_ALL", "C.UTF-8");
    Process process = java.inheritIO().start();
    assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
    assertThat(Files.readString(printed, StandardCharsets.UTF_8)).isEqualTo(value);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"DB_PASSWORD", "AWS_SECRET_ACCESS_KEY", "AWS_ACCESS_KEY_ID", "spark.x.token"})
  void what_sounds_secret_is(String name) {
    assertThat(Input.isSecret(name)).isTrue();
  }

  @Test
  void what_does_not_is_for_all_to_see() {
    assertThat(Input.isSecret("spark.sql.shuffle.partitions")).isFalse();
  }
}
