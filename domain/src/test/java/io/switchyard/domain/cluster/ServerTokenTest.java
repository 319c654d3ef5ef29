package io.switchyard.domain.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

final class ServerTokenTest {

  @Test
  void a_token_is_what_the_agent_in_the_server_takes() {
    assertThat(new ServerToken("a".repeat(32)).value()).hasSize(32);
    assertThat(new ServerToken("AZaz09._~+/=-".repeat(39)).value()).hasSize(507);
    for (String bad : new String[] {"", "a".repeat(31), "a".repeat(513), " " + "a".repeat(40)}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new ServerToken(bad))
          .withMessageContaining("32 to 512")
          .withMessageNotContaining("aaaa");
    }
  }

  @Test
  void a_token_is_not_shown() {
    assertThat(new ServerToken("a".repeat(32))).hasToString("ServerToken");
  }
}
