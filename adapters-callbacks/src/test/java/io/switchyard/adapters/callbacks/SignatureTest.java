package io.switchyard.adapters.callbacks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.switchyard.adapters.callbacks.CallbackSenderConfig.Secret;
import io.switchyard.domain.input.InvalidValue;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SignatureTest {

  /** Computed elsewhere: printf '%s' '1772359261.{"a":1}' | openssl dgst -sha256 -hmac … */
  @Test
  void it_is_the_hmac_of_the_time_and_the_body() {
    assertThat(
            Signature.of(
                "{\"a\":1}".getBytes(StandardCharsets.UTF_8),
                Instant.ofEpochSecond(1_772_359_261),
                List.of(new Secret("0123456789abcdef"), new Secret("fedcba9876543210"))))
        .isEqualTo(
            "t=1772359261,v1=82c28dbb2d2012c462712da4474b9feb10fa354ee658348066221d5ec76c6613,v1=3ee3c4273138f0edab30aa262c1c36863f548f4f000d69b19d1175f10edc2040");
  }

  @Test
  void a_secret_is_not_short_and_is_not_shown() {
    assertThatThrownBy(() -> new Secret("fifteen letters"))
        .isInstanceOf(InvalidValue.class)
        .hasMessageNotContaining("fifteen letters");
    assertThat(new Secret("0123456789abcdef").toString()).doesNotContain("0123");
  }
}
