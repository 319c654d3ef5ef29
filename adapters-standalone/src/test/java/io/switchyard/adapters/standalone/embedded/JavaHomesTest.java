package io.switchyard.adapters.standalone.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class JavaHomesTest {

  private final Path temp;

  JavaHomesTest(@TempDir Path temp) {
    this.temp = temp;
  }

  @Test
  void the_configured_jdk_is_taken_before_the_running_one() throws IOException {
    JavaHomes javas = new JavaHomes(jdk("a", "21.0.2"), jdk("b", "17.0.15"), Map.of(), List.of());
    assertThat(find(javas, "4.1.2")).isEqualTo(new JavaHome(temp.resolve("a"), 21));
  }

  @Test
  void a_configured_jdk_that_the_line_does_not_run_on_is_passed_over() throws IOException {
    JavaHomes javas = new JavaHomes(jdk("a", "25"), jdk("b", "17.0.15"), Map.of(), List.of());
    assertThat(find(javas, "4.1.2").home()).isEqualTo(temp.resolve("b"));
    assertThat(find(javas, "4.2.0").home()).isEqualTo(temp.resolve("a"));
  }

  @Test
  void the_environment_names_a_jdk_for_a_line() throws IOException {
    Map<String, String> environment =
        Map.of(
            "JAVA_HOME", jdk("c", "25.0.1").toString(),
            "JAVA_HOME_17", jdk("d", "17.0.1").toString());
    JavaHomes javas = new JavaHomes(null, jdk("b", "25.0.3"), environment, List.of());
    assertThat(find(javas, "3.5.7").home()).isEqualTo(temp.resolve("d"));
  }

  @Test
  void the_usual_folders_are_searched_also_as_macs_lay_them_out() throws IOException {
    Path mac = jdk("jvms/temurin-17.jdk/Contents/Home", "17.0.9");
    JavaHomes javas =
        new JavaHomes(null, jdk("b", "25.0.3"), Map.of(), List.of(temp.resolve("jvms")));
    assertThat(find(javas, "4.0.1").home()).isEqualTo(mac);
  }

  @Test
  void none_that_fits_is_said_with_what_would_fit() throws IOException {
    JavaHomes javas = new JavaHomes(null, jdk("b", "25.0.3"), Map.of(), List.of());
    assertThatThrownBy(() -> find(javas, "4.1.2"))
        .isInstanceOf(EmbeddedSparks.Unavailable.class)
        .hasMessage(
            "Spark 4.1.2 runs on Java 17 or 21 and none was found; install one and set JAVA_HOME_17 to its folder");
  }

  private static JavaHome find(JavaHomes javas, String version) {
    return javas.find(version, SparkLine.of(version));
  }

  private Path jdk(String name, String version) throws IOException {
    Path home = Files.createDirectories(temp.resolve(name));
    Path java = Files.createDirectories(home.resolve("bin")).resolve("java");
    Files.writeString(java, "");
    Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwx------"));
    Files.writeString(
        home.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + version + "\"\n");
    return home;
  }
}
