package io.switchyard.adapters.jdbi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.switchyard.domain.input.InvalidValue;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class StoreConfigTest {

  @Test
  void the_embedded_default_is_an_h2_file() {
    assertThat(StoreConfig.embedded(Path.of("/var/lib/switchyard/store")))
        .isEqualTo(new StoreConfig("jdbc:h2:file:/var/lib/switchyard/store", "switchyard", "", 8));
  }

  @Test
  void a_password_is_not_shown() {
    assertThat(new StoreConfig("jdbc:postgresql://db/x", "anna", "s3cret").toString())
        .contains("jdbc:postgresql://db/x", "anna")
        .doesNotContain("s3cret");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "jdbc:mysql://db/x, sa, 8, 'url: \"jdbc:mysql://db/x\" is not a JDBC URL of H2'",
        "jdbc:postgresql://db/x?ssl=true&Password=s3cret, sa, 8, url: has a password in it",
        "jdbc:h2:/x;PASSWORD=s3cret, sa, 8, url: has a password in it",
        "jdbc:h2:/x, ` `, 8, user:",
        "jdbc:h2:/x, sa, 0, max_connections: \"0\" is outside 1 to 200",
        "jdbc:h2:/x, sa, 201, max_connections: \"201\" is outside 1 to 200",
      })
  void a_bad_value_is_refused_with_its_name(String url, String user, int max, String said) {
    assertThatThrownBy(() -> new StoreConfig(url, user, "", max))
        .isInstanceOf(InvalidValue.class)
        .hasMessageContaining(said.replace("'", ""))
        .hasMessageNotContaining("s3cret");
  }

  @Test
  void an_h2_url_gets_the_settings_it_lacks_and_keeps_those_it_has() {
    assertThat(Vendor.H2.complete("jdbc:h2:file:/x;Cache_Size=1"))
        .startsWith("jdbc:h2:async:/x;Cache_Size=1;")
        .contains(";WRITE_DELAY=0")
        .doesNotContain("CACHE_SIZE");
    assertThat(Vendor.H2.complete("jdbc:h2:mem:x")).startsWith("jdbc:h2:mem:x;");
  }
}
