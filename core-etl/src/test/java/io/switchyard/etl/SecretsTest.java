package io.switchyard.etl;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchyard.domain.job.etl.EtlSpec;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class SecretsTest {

  private final Secrets secrets =
      Secrets.of(
          EtlSpec.reader()
              .read(
                  Map.of(
                      "sources",
                      List.of(
                          source("a", Map.of("url", "jdbc:x:y;password=one&z", "user", "ann")),
                          source("b", Map.of("url", "jdbc:x://bob:two@host/db")),
                          source("c", Map.of("url", "jdbc:x:z", "sessionToken", "three"))),
                      "sinks",
                      List.of(Map.of("type", "json", "path", "/out", "input", "a")))));

  private static Map<String, Object> source(String name, Map<String, String> options) {
    return Map.of("name", name, "type", "jdbc", "table", "t", "options", options);
  }

  @Test
  void hides_secrets_of_options_and_urls_and_nothing_else() {
    assertThat(secrets.hide("ann one bob two three")).isEqualTo("ann *** bob *** ***");
  }

  @Test
  void a_failure_that_tells_a_secret_anywhere_is_told_without_it() {
    Exception cause = new IllegalStateException("cannot reach jdbc:x://bob:two@host/db");
    cause.addSuppressed(new IllegalStateException("tried three"));

    StringWriter shown = new StringWriter();
    secrets
        .hide(new RuntimeException("no connection", cause))
        .printStackTrace(new PrintWriter(shown));

    assertThat(shown.toString())
        .contains("no connection", "IllegalStateException: cannot reach jdbc:x://bob:***@host/db")
        .doesNotContain("two@", "three");
  }

  @Test
  void a_failure_without_secrets_stays_itself() {
    Exception failure = new IllegalStateException("disk full");
    assertThat(secrets.hide(failure)).isSameAs(failure);
  }
}
