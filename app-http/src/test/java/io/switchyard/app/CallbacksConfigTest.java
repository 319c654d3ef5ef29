package io.switchyard.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.switchyard.adapters.callbacks.CallbackSenderConfig.Secret;
import io.switchyard.adapters.callbacks.CallbackSenderConfig.Secrets;
import io.switchyard.domain.callback.CallbackTargets;
import io.switchyard.domain.callback.CallbackUrl;
import io.switchyard.domain.callback.TargetPattern;
import io.switchyard.domain.input.InvalidInput;
import io.switchyard.domain.input.Violation;
import io.switchyard.domain.team.Team;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CallbacksConfigTest {

  private static final CallbackUrl URL = new CallbackUrl("https://hooks.example.com/?token=t");
  private static final Team TEAM = new Team("data-infra");
  private static final Team OTHER = new Team("ml");

  @TempDir private Path folder;

  private String file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text).toString();
  }

  private static CallbacksConfig read(Map<String, Object> tree) {
    return Config.read(Map.of("callbacks", tree)).callbacks();
  }

  @Test
  void everything_can_be_configured() throws IOException {
    String now = file("now", "the-secret-of-now\n");
    String before = file("before", "the-secret-before");
    CallbacksConfig config =
        read(
            Map.of(
                "secret_file",
                now,
                "previous_secret_file",
                before,
                "teams",
                Map.of("data-infra", Map.of("secret_file", before)),
                "allow",
                List.of("*.example.com", "10.0.0.0/8"),
                "deny",
                List.of("bad.example.com"),
                "allow_public",
                false,
                "give_up_after",
                "2h",
                "retry",
                "250ms"));
    Secret current = new Secret("the-secret-of-now");
    Secret previous = new Secret("the-secret-before");
    assertThat(config)
        .isEqualTo(
            new CallbacksConfig(
                new Secrets(List.of(current, previous), Map.of(TEAM, List.of(previous))),
                new CallbackTargets(
                    List.of(
                        TargetPattern.parse("*.example.com"), TargetPattern.parse("10.0.0.0/8")),
                    List.of(TargetPattern.parse("bad.example.com")),
                    false),
                Duration.ofHours(2),
                Duration.ofMillis(250)));
    assertThat(config.toString()).doesNotContain("the-secret");
    assertThat(config.terms().giveUpAfter()).isEqualTo(Duration.ofHours(2));
  }

  @Test
  void the_secret_file_can_be_named_by_the_environment() throws IOException {
    String file = file("now", "the-secret-of-now");
    Config config =
        ConfigSources.load(null, Map.of("SWITCHYARD_CALLBACKS_SECRET_FILE", file), null);
    assertThat(config.callbacks().enabled()).isTrue();
  }

  @Test
  void without_a_secret_no_callback_is_promised() {
    assertThat(CallbacksConfig.DEFAULT.enabled()).isFalse();
    assertThat(CallbacksConfig.DEFAULT.promise().refusal(URL, TEAM))
        .hasValueSatisfying(
            v ->
                assertThat(v.sentence()).contains("callbacks.secret_file").doesNotContain("token"));
  }

  @Test
  void a_team_with_a_secret_of_its_own_needs_no_other() throws IOException {
    String own = file("own", "the-secret-of-one");
    CallbacksConfig config =
        read(Map.of("teams", Map.of("data-infra", Map.of("secret_file", own))));
    assertThat(config.enabled()).isTrue();
    assertThat(config.promise().refusal(URL, TEAM)).isEmpty();
    assertThat(config.promise().refusal(URL, OTHER)).isPresent();
    assertThat(config.promise().refusal(new CallbackUrl("http://10.0.0.1/"), TEAM))
        .hasValueSatisfying(v -> assertThat(v.rule()).isEqualTo("has a private address"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          allow | [10.0.0.0/33] | callbacks.allow[0]: "10.0.0.0/33" is not a range of addresses
          deny | [a b] | callbacks.deny[0]: "a b" names neither
          secret_file | /no/such | callbacks.secret_file: "/no/such" cannot be read
          previous_secret_file | SHORT | callbacks.previous_secret_file: holds a secret of 5
          previous_secret_file | GOOD | callbacks.previous_secret_file: is only for beside
          give_up_after | 8d | callbacks.give_up_after: "8d" is outside
          alow | [] | callbacks.alow: is not a known field; did you mean allow?
          teams | {A: {}} | callbacks.teams.A: "A" is not a team name
          teams | {a: {secret: x}} | callbacks.teams.a.secret: is not a known field
          """)
  void a_mistake_is_told_where_it_is(String key, String value, String said) throws IOException {
    Object raw =
        switch (value) {
          case "SHORT" -> file("short", "five5");
          case "GOOD" -> file("good", "sixteen letters!");
          case "{A: {}}" -> Map.of("A", Map.of());
          case "{a: {secret: x}}" -> Map.of("a", Map.of("secret", "x"));
          default ->
              value.startsWith("[") ? List.of(value.substring(1, value.length() - 1)) : value;
        };
    assertThatThrownBy(() -> read(Map.of(key, raw)))
        .isInstanceOfSatisfying(
            InvalidInput.class,
            e ->
                assertThat(e.violations().stream().map(Violation::sentence))
                    .anyMatch(sentence -> sentence.startsWith(said)));
  }
}
