package io.switchyard.domain.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ConfigGuardTest {

  private static final String TOKEN = "server-token-0123456789";

  private final ConfigGuard guard =
      new ConfigGuard(
          Set.of("spark.sql.catalog.lake.credential"),
          ConfigGuard.SPARK_WORDS,
          List.of("spark.master", "spark.hadoop.fs.*"));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "spark.connect.authenticate.token",
        "spark.sql.catalog.lake.credential",
        "spark.hadoop.fs.s3a.secret.key",
        "spark.hadoop.fs.s3a.access.key",
        "spark.ssl.keyPassword",
        "my.TOKEN.of.mine"
      })
  void a_secret_is_not_shown(String key) {
    assertThat(guard.shown(key, "value", TOKEN)).isEqualTo("*********(redacted)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"spark.app.name", "spark.sql.catalog.lake.uri", "spark.sql.ansi.enabled"})
  void anything_else_is(String key) {
    assertThat(guard.shown(key, "value", null)).isEqualTo("value");
  }

  @Test
  void the_server_s_token_is_not_shown_under_any_key() {
    assertThat(guard.shown("spark.app.name", "x" + TOKEN + "x", TOKEN))
        .isEqualTo(ConfigGuard.REDACTED);
  }

  @Test
  void keys_and_prefixes_are_refused_with_the_key() {
    assertThat(guard.refusal("spark.master")).contains("spark.master");
    assertThat(guard.refusal("spark.hadoop.fs.s3a.endpoint")).contains("s3a.endpoint");
    assertThat(guard.refusal("spark.master.rest.enabled")).isNull();
    assertThat(guard.refusal("spark.app.name")).isNull();
  }

  @Test
  void what_would_refuse_everything_is_a_mistake() {
    assertThatThrownBy(() -> new ConfigGuard(Set.of(), ConfigGuard.SPARK_WORDS, List.of("*")))
        .hasMessageContaining("every key");
  }
}
