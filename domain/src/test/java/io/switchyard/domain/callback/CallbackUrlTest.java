package io.switchyard.domain.callback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.switchyard.domain.input.InvalidValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CallbackUrlTest {

  @ParameterizedTest
  @CsvSource({
    "https://Hooks.Example.com, hooks.example.com",
    "HTTP://x/a%20b?c=d, x",
    "http://8.8.8.8:8080/, 8.8.8.8",
    "http://[2606:4700::1111]:81/x, 2606:4700::1111",
    "https://a-1.b2.example:443/, a-1.b2.example"
  })
  void a_url_knows_its_host(String url, String host) {
    assertThat(new CallbackUrl(url).host()).isEqualTo(host);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x",
        "//x.example/",
        "ftp://x.example/",
        "file:///etc/passwd",
        "http:",
        "http://",
        "http:///x",
        "http://x.example/#frag",
        "http://user@x.example/",
        "http://user:secret@x.example/",
        "http://x.example:0/",
        "http://x.example:65536/",
        "http://x.example:-1/",
        "http://x.example/a b",
        "http://x.example/\r\nHost: y",
        "http://bücher.example/",
        "http://under_score.example/",
        "http://x.example./",
        "http://-x.example/",
        // What some resolvers take for 127.0.0.1.
        "http://127.1/",
        "http://2130706433/",
        "http://0x7f000001/",
        "http://0x7f.0.0.1/",
        "http://0177.0.0.1/",
        "http://127.0.0.01/",
        "http://1.2.3.4.5/",
        "http://1.2.3.256/",
        "http://[fe80::1%25eth0]/",
        "http://[fe80::1%eth0]/",
        "http://[::g]/",
        "http://[x.example]/"
      })
  void other_things_are_refused(String url) {
    assertThatThrownBy(() -> new CallbackUrl(url)).isInstanceOf(InvalidValue.class);
  }

  @Test
  void its_length_is_limited() {
    String longest = "http://x/" + "a".repeat(CallbackUrl.MAX_LENGTH - 9);
    assertThat(new CallbackUrl(longest).value()).hasSize(CallbackUrl.MAX_LENGTH);
    assertThatThrownBy(() -> new CallbackUrl(longest + "a")).isInstanceOf(InvalidValue.class);
  }

  @Test
  void what_may_be_secret_is_not_shown() {
    CallbackUrl url = new CallbackUrl("https://x.example/hook?token=s3cret");
    assertThat(url).hasToString("https://x.example/hook?…");
    assertThatThrownBy(() -> new CallbackUrl("https://me:s3cret@x.example/"))
        .hasMessageNotContaining("s3cret");
  }

  @Test
  void only_a_literal_address_is_an_address() {
    assertThat(new CallbackUrl("http://[::ffff:127.0.0.1]/").address())
        .hasValueSatisfying(a -> assertThat(a.getHostAddress()).isEqualTo("127.0.0.1"));
    assertThat(new CallbackUrl("http://localhost/").address()).isEmpty();
  }
}
