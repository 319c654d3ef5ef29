package io.switchyard.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

@Isolated("standard error and system properties belong to the whole process")
final class DriverMainTest {

  private static final Properties BEFORE = (Properties) System.getProperties().clone();
  private static final PrintStream ERR = System.err;

  @TempDir private Path folder;
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  /** A user's main class that writes down what it was given. */
  static final class Echo {

    private static List<String> seen = List.of();

    private Echo() {}

    public static void main(String[] args) {
      seen = List.of(String.join(",", args), System.getProperty("spark.hadoop.secret", "none"));
    }
  }

  /** A user's main class that fails deep inside. */
  static final class Failing {

    private Failing() {}

    public static void main(String[] args) {
      throw new IllegalArgumentException("outer", new IllegalStateException("inner\n  line"));
    }
  }

  @BeforeEach
  void watch() {
    Echo.seen = List.of();
    System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
    System.setProperty(DriverMain.FOLDER, folder.toString());
  }

  @AfterEach
  void restore() {
    System.setErr(ERR);
    System.setProperties((Properties) BEFORE.clone());
  }

  private static void run(Class<?> main, String... args) throws Throwable {
    System.setProperty(DriverMain.MAIN_CLASS, main.getName());
    DriverMain.main(args);
  }

  private List<String> said() {
    return err.toString(StandardCharsets.UTF_8).lines().filter(l -> !l.isEmpty()).toList();
  }

  @Test
  void a_main_class_that_returns_has_succeeded() throws Throwable {
    run(Echo.class, "a", "b c");
    assertThat(Echo.seen).containsExactly("a,b c", "none");
    assertThat(said()).containsExactly("[switchyard] succeeded");
  }

  @Test
  void a_failure_is_told_by_its_root_cause_in_one_line_and_thrown_on() {
    assertThatThrownBy(() -> run(Failing.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("outer");
    assertThat(said())
        .containsExactly("[switchyard] failed java.lang.IllegalStateException: inner | line");
  }

  @Test
  void a_long_message_is_cut() {
    Report.say(System.err, "failed " + "x".repeat(10_000));
    assertThat(said().get(0)).hasSizeLessThan(2_100).endsWith("x…");
  }

  @Test
  void a_missing_main_class_is_named() {
    System.setProperty(DriverMain.MAIN_CLASS, "com.acme.Missing");
    assertThatThrownBy(() -> DriverMain.main(new String[0]))
        .isInstanceOf(ClassNotFoundException.class);
    assertThat(said().get(0)).startsWith("[switchyard] failed").contains("com.acme.Missing");
  }

  @Test
  void the_second_driver_of_an_execution_does_not_run() throws Throwable {
    run(Echo.class, "first");
    assertThatThrownBy(() -> run(Echo.class, "second")).isInstanceOf(Claim.Refused.class);
    assertThat(Echo.seen.get(0)).isEqualTo("first");
    String me = Path.of("").toAbsolutePath().getFileName().toString();
    assertThat(folder.resolve("claimed")).hasContent(me);
    assertThat(said())
        .containsExactly(
            "[switchyard] succeeded",
            "[switchyard] not run: the execution belongs to driver " + me);
  }

  @Test
  void a_driver_whose_folder_is_gone_does_not_run() throws IOException {
    Files.delete(folder);
    assertThatThrownBy(() -> run(Echo.class)).isInstanceOf(Claim.Refused.class);
    assertThat(Echo.seen).isEmpty();
    assertThat(said().get(0)).startsWith("[switchyard] not run: the execution is over");
  }

  @Test
  void a_claim_that_cannot_be_settled_gives_a_warning() throws IOException {
    // A file in the place of the folder cannot hold a claim, even for one who may write anywhere.
    Path file = Files.createFile(folder.resolve("file"));
    assertThat(new Claim(file).take("me")).isPresent();
  }

  @Test
  void settings_of_the_folder_are_there_before_the_main_class_runs() throws Throwable {
    Properties settings = new Properties();
    settings.putAll(Map.of("spark.hadoop.secret", "täglich = geheim"));
    try (var out = Files.newOutputStream(folder.resolve(DriverMain.SETTINGS))) {
      settings.store(out, null);
    }
    run(Echo.class);
    assertThat(Echo.seen.get(1)).isEqualTo("täglich = geheim");
    assertThat(said()).noneMatch(line -> line.contains("geheim"));
  }
}
