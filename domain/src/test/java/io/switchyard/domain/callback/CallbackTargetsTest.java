package io.switchyard.domain.callback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.switchyard.domain.input.InvalidValue;
import io.switchyard.domain.input.Violation;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CallbackTargetsTest {

  private static final CallbackUrl NAMED = new CallbackUrl("https://hooks.example.com/x?token=t");

  private static CallbackTargets targets(List<String> allow, List<String> deny, boolean open) {
    return new CallbackTargets(
        allow.stream().map(TargetPattern::parse).toList(),
        deny.stream().map(TargetPattern::parse).toList(),
        open);
  }

  private static InetAddress address(String literal) {
    return AddressRange.literal(literal).orElseThrow();
  }

  @ParameterizedTest
  @CsvSource({
    "0.0.0.0, unspecified",
    "0.1.2.3, unspecified",
    "10.0.0.0, private",
    "10.255.255.255, private",
    "100.64.0.0, shared",
    "100.100.100.200, shared",
    "100.127.255.255, shared",
    "127.0.0.1, loopback",
    "127.255.255.254, loopback",
    "168.63.129.16, cloud",
    "169.254.169.254, link-local",
    "172.16.0.0, private",
    "172.31.255.255, private",
    "192.0.0.192, reserved",
    "192.0.2.1, documentation",
    "192.168.0.1, private",
    "198.19.255.255, benchmarking",
    "203.0.113.9, documentation",
    "224.0.0.1, multicast",
    "239.255.255.255, multicast",
    "240.0.0.1, reserved",
    "255.255.255.255, reserved",
    "::, unspecified",
    "::1, loopback",
    "::ffff:10.1.2.3, private",
    "::ffff:7f00:1, loopback",
    "::127.0.0.1, reserved",
    "64:ff9b::127.0.0.1, loopback",
    "64:ff9b::169.254.169.254, link-local",
    "64:ff9b:1::1, reserved",
    "100::1, reserved",
    "2001::1, reserved",
    "2001:db8::1, documentation",
    "2002:7f00:1::, 6to4",
    "3fff::1, documentation",
    "4000::1, reserved",
    "fc00::1, private",
    "fd00:ec2::254, private",
    "fe80::1, link-local",
    "fec0::1, private",
    "ff02::1, multicast"
  })
  void what_is_not_public_is_refused_by_default_in_the_url_and_behind_a_name(
      String literal, String word) {
    CallbackUrl url =
        new CallbackUrl("http://" + (literal.contains(":") ? "[" + literal + "]" : literal));
    assertThat(CallbackTargets.DEFAULT.refusal(url))
        .hasValueSatisfying(v -> assertThat(v.rule()).contains(word).endsWith(" address"))
        .hasValueSatisfying(v -> assertThat(v.fix()).contains("callbacks.allow"));
    assertThat(CallbackTargets.DEFAULT.refusal(NAMED, address(literal)))
        .hasValueSatisfying(v -> assertThat(v.rule()).contains(word));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.1.1.1",
        "8.8.8.8",
        "9.255.255.255",
        "11.0.0.0",
        "100.63.255.255",
        "100.128.0.0",
        "126.255.255.255",
        "128.0.0.0",
        "169.253.255.255",
        "169.255.0.0",
        "172.15.255.255",
        "172.32.0.0",
        "192.167.255.255",
        "192.169.0.0",
        "223.255.255.255",
        "2001:200::1",
        "2606:4700::1111",
        "2a00:1450::1",
        "64:ff9b::8.8.8.8"
      })
  void what_is_public_is_allowed_by_default(String literal) {
    assertThat(CallbackTargets.DEFAULT.refusal(NAMED, address(literal))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://localhost:8080/", "http://x.localhost/", "http://LOCALHOST/"})
  void names_of_this_machine_are_refused_before_they_are_looked_up(String url) {
    assertThat(CallbackTargets.DEFAULT.refusal(new CallbackUrl(url))).isPresent();
    for (String loopback : List.of("127.0.0.0/8", "::1")) {
      assertThat(targets(List.of(loopback), List.of(), true).refusal(new CallbackUrl(url)))
          .isEmpty();
    }
  }

  @Test
  void a_name_is_judged_by_its_addresses_once_they_are_known() {
    assertThat(CallbackTargets.DEFAULT.refusal(NAMED)).isEmpty();
    assertThat(CallbackTargets.DEFAULT.refusal(NAMED, address("10.0.0.1"))).isPresent();
  }

  @ParameterizedTest
  @ValueSource(strings = {"hooks.example.com", "HOOKS.example.com", "*.example.com", "10.1.0.0/16"})
  void what_is_allowed_need_not_be_public(String pattern) {
    CallbackTargets targets = targets(List.of(pattern), List.of(), true);
    assertThat(targets.refusal(NAMED)).isEmpty();
    assertThat(targets.refusal(NAMED, address("10.1.2.3"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"example.com", "*.hooks.example.com", "ks.example.com", "10.2.0.0/16", "fd00::/8"})
  void nothing_else_is_allowed_with_it(String pattern) {
    CallbackTargets targets = targets(List.of(pattern), List.of(), true);
    assertThat(targets.refusal(NAMED, address("10.1.2.3"))).isPresent();
  }

  @Test
  void what_is_denied_is_refused_even_if_it_is_allowed() {
    List<String> all = List.of("hooks.example.com", "0.0.0.0/0");
    assertThat(targets(all, List.of("*.example.com"), true).refusal(NAMED)).isPresent();
    CallbackTargets byAddress = targets(all, List.of("8.8.8.0/24"), true);
    assertThat(byAddress.refusal(NAMED)).isEmpty();
    assertThat(byAddress.refusal(NAMED, address("8.8.8.8"))).isPresent();
    assertThat(byAddress.refusal(NAMED, address("64:ff9b::8.8.8.8"))).isPresent();
    assertThat(byAddress.refusal(NAMED, address("8.8.9.8"))).isEmpty();
  }

  @Test
  void public_targets_can_be_refused_unless_they_are_named() {
    CallbackTargets closed = targets(List.of("*.example.com"), List.of(), false);
    CallbackUrl other = new CallbackUrl("https://other.example");
    assertThat(closed.refusal(NAMED, address("8.8.8.8"))).isEmpty();
    assertThat(closed.refusal(other))
        .hasValueSatisfying(v -> assertThat(v.sentence()).contains("callbacks.allow_public"));
    assertThat(closed.refusal(other, address("8.8.8.8"))).isPresent();
    CallbackTargets byAddress = targets(List.of("8.8.8.0/24"), List.of(), false);
    assertThat(byAddress.refusal(other)).isEmpty();
    assertThat(byAddress.refusal(other, address("8.8.9.8"))).isPresent();
  }

  @Test
  void a_refusal_does_not_repeat_the_query_of_the_url() {
    Optional<Violation> refusal = CallbackTargets.DEFAULT.refusal(NAMED, address("10.0.0.1"));
    assertThat(refusal.orElseThrow().sentence())
        .contains("https://hooks.example.com/x?…")
        .doesNotContain("token");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "*",
        "a b",
        "*.*.example",
        "x.*",
        "10.0.0.0/33",
        "10.0.0/8",
        "::/129",
        "1.2.3"
      })
  void what_names_nothing_is_no_pattern(String pattern) {
    assertThatThrownBy(() -> TargetPattern.parse(pattern)).isInstanceOf(InvalidValue.class);
  }
}
