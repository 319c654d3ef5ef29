package io.switchyard.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.switchyard.app.http.HttpConfig;
import io.switchyard.domain.input.InvalidInput;
import io.switchyard.ports.TargetFailure;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class StartTest {

  @TempDir private Path folder;

  private static String said(RuntimeException thrown) {
    var bytes = new ByteArrayOutputStream();
    assertThat(Main.failed(thrown, new PrintStream(bytes, true, StandardCharsets.UTF_8)))
        .isEqualTo(1);
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @Test
  void a_busy_port_is_a_sentence_that_says_what_to_do() throws IOException {
    try (ServerSocket busy = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Config config =
          Config.read(
              Map.of(
                  "http", Map.of("port", busy.getLocalPort()),
                  "state_dir", folder.resolve("s").toString()));
      assertThatThrownBy(
              () ->
                  Running.start(
                      config,
                      c -> {
                        throw new AssertionError();
                      },
                      a -> {
                        throw new AssertionError();
                      }))
          .isInstanceOf(StartRefused.class)
          .hasMessageContaining("port " + busy.getLocalPort())
          .hasMessageContaining("--port");
      assertThat(folder.resolve("s")).doesNotExist();
    }
  }

  @Test
  void a_state_folder_that_cannot_be_is_a_sentence_that_says_what_to_do() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");

    assertThatThrownBy(() -> StateFolder.prepare(file.resolve("state")))
        .isInstanceOf(StartRefused.class)
        .hasMessageContaining(file.resolve("state").toString())
        .hasMessageContaining("state_dir");
  }

  @Test
  void a_start_that_fails_closes_what_it_opened_last_first() {
    List<String> closed = new ArrayList<>();
    Map<String, Object> anyPort = Map.of("port", 0);
    Config config =
        Config.read(
            Map.of(
                "http",
                anyPort,
                "grpc",
                anyPort,
                "gateway",
                anyPort,
                "state_dir",
                folder.toString()));

    assertThatThrownBy(
            () ->
                Running.start(
                    config,
                    closing -> {
                      closing.add(() -> closed.add("first"));
                      closing.add(
                          () -> {
                            throw new IOException("does not close");
                          });
                      closing.add(() -> closed.add("last"));
                      throw TargetFailure.withoutEffect(
                          TargetFailure.Kind.UNREACHABLE, "the store is locked");
                    },
                    adapters -> {
                      throw new AssertionError();
                    }))
        .hasMessage("the store is locked");
    assertThat(closed).containsExactly("last", "first");
  }

  @Test
  void whatever_fails_is_told_without_a_trace() {
    String config = said(new InvalidInput(List.of()).under("x"));
    assertThat(config).startsWith("Switchyard cannot start with this configuration:");
    assertThat(said(TargetFailure.withoutEffect(TargetFailure.Kind.BROKEN, "no schema")))
        .isEqualTo("Switchyard cannot start: no schema" + System.lineSeparator());
    assertThat(said(new StartRefused("Do this."))).isEqualTo("Do this." + System.lineSeparator());
    try {
      Config.read(Map.of("htp", 1));
    } catch (InvalidInput e) {
      assertThat(said(e)).contains("  htp: is not a known field; did you mean http?");
    }
  }

  @Test
  void a_missing_token_file_refuses_the_start() {
    Map<String, Object> auth =
        Map.of("auth", Map.of("mode", "tokens", "token_file", folder.resolve("none").toString()));

    assertThatThrownBy(() -> LiveApi.start(folder, auth))
        .isInstanceOfSatisfying(
            RuntimeException.class,
            e ->
                assertThat(said(e))
                    .contains("auth.token_file")
                    .contains("does not exist")
                    .doesNotContain("\tat "));
  }

  @Test
  void the_command_line_is_read() {
    assertThat(CommandLine.parse("up")).isEqualTo(new CommandLine(false, null, null));
    assertThat(CommandLine.parse("up", "--port", "0", "--config", "c.yaml"))
        .isEqualTo(new CommandLine(false, Path.of("c.yaml"), 0));
    assertThat(CommandLine.parse().help()).isTrue();
    assertThat(CommandLine.parse("up", "--help").help()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "down, There is no command down",
    "up --prot 1, did you mean --port?",
    "up --port, --port needs a value",
    "up --port 99999, --port 99999 is not a port"
  })
  void a_command_line_that_makes_no_sense_is_told_what_would(String line, String said) {
    assertThatThrownBy(() -> CommandLine.parse(line.split(" ")))
        .isInstanceOf(StartRefused.class)
        .hasMessageContaining(said);
  }

  @Test
  void the_announcement_names_every_address_and_file() {
    Config config = Config.read(Map.of("http", Map.of("port", 0), "state_dir", folder.toString()));
    var bytes = new ByteArrayOutputStream();

    Announcement.of(config, new Running.Ports(1234, 5678, null), Duration.ofMillis(1500))
        .print(true, new PrintStream(bytes, true, StandardCharsets.UTF_8));

    assertThat(bytes.toString(StandardCharsets.UTF_8))
        .contains("(1.5 s)")
        .contains("http://127.0.0.1:1234/api/v1")
        .contains("http://127.0.0.1:1234/docs")
        .contains("127.0.0.1:5678")
        .contains(folder.toString())
        .contains("local (embedded Spark)");
  }

  @Test
  void ids_sort_by_the_time_they_were_made() {
    UlidJobIds ids = new UlidJobIds();
    List<String> made = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      made.add(ids.nextJob().value());
    }
    assertThat(made).isSorted().doesNotHaveDuplicates();
    assertThat(ids.nextExecution().value()).matches(Pattern.compile("exec-[0-9a-z]{26}"));
    assertThat(HttpConfig.DEFAULT.withPort(1).port()).isEqualTo(1);
  }
}
