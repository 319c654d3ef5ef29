package io.switchyard.app.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.switchyard.domain.cluster.ClusterRequest;
import io.switchyard.domain.cluster.ClusterSize;
import io.switchyard.domain.input.InputObject;
import io.switchyard.domain.placement.Environment;
import io.switchyard.domain.placement.Region;
import io.switchyard.domain.session.ConfigGuard;
import io.switchyard.domain.session.SessionPolicy;
import io.switchyard.domain.team.Team;
import io.switchyard.gateway.GatewayConfig;
import io.switchyard.ports.session.WakePolicies;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class GatewaySettingsTest {

  private static final Team TEAM = new Team("feateng");

  private static GatewaySettings read(Map<String, Object> tree) {
    return InputObject.readRoot(tree, GatewaySettings::read);
  }

  @Test
  void without_anything_said_there_are_defaults() {
    assertThat(read(Map.of())).isEqualTo(GatewaySettings.DEFAULT);
    assertThat(GatewaySettings.DEFAULT.port()).isEqualTo(15_002);
    assertThat(GatewaySettings.DEFAULT.of(TEAM)).isEqualTo(SessionPolicy.DEFAULT);
  }

  @Test
  void everything_that_is_said_is_read() {
    GatewaySettings settings =
        read(
            Map.ofEntries(
                Map.entry("host", "0.0.0.0"),
                Map.entry("port", 443),
                Map.entry("enabled", false),
                Map.entry("tls", Map.of("certificate", "/c.pem", "key", "/k.pem")),
                Map.entry("hold", "2m"),
                Map.entry("vanished_after", "90s"),
                Map.entry("drain", "10s"),
                Map.entry("keep_ended", "2d"),
                Map.entry("max_pins", 5000),
                Map.entry(
                    "limits",
                    Map.of(
                        "connections",
                        11,
                        "unknown_connections",
                        12,
                        "calls",
                        13,
                        "message",
                        "2047m",
                        "headers",
                        8192,
                        "waiting",
                        "3m",
                        "greeting",
                        "4s",
                        "first_message",
                        "5s")),
                Map.entry("deny_config", List.of("spark.hadoop.*")),
                Map.entry("redact", "internal"),
                Map.entry(
                    "policies",
                    List.of(
                        Map.of("team", "feateng", "max_sessions", 5, "idle_after", "10m"),
                        Map.of("max_calls", 7, "max_age", "1h")))));
    assertThat(settings.host()).isEqualTo("0.0.0.0");
    assertThat(settings.port()).isEqualTo(443);
    assertThat(settings.enabled()).isFalse();
    assertThat(settings.tls())
        .isEqualTo(new TlsSettings(TlsSettings.Mode.FILES, Path.of("/c.pem"), Path.of("/k.pem")));
    assertThat(settings.terms().hold()).isEqualTo(Duration.ofMinutes(2));
    assertThat(settings.terms().vanishedAfter()).isEqualTo(Duration.ofSeconds(90));
    assertThat(settings.terms().maxPins()).isEqualTo(5000);
    assertThat(settings.drain()).isEqualTo(Duration.ofSeconds(10));
    assertThat(settings.limits().limits())
        .isEqualTo(new GatewayConfig.Limits(2047 << 20, 8192, 13, 11, 12, 3 << 20, 4 << 20));
    assertThat(settings.limits().greeting()).isEqualTo(Duration.ofSeconds(4));
    assertThat(settings.limits().firstMessage()).isEqualTo(Duration.ofSeconds(5));
    assertThat(settings.keepEnded()).isEqualTo(Duration.ofDays(2));
    assertThat(settings.of(TEAM))
        .isEqualTo(new SessionPolicy(5, null, Duration.ofMinutes(10), Duration.ofHours(4)));
    assertThat(settings.of(new Team("ml")))
        .isEqualTo(new SessionPolicy(null, 7, Duration.ofMinutes(30), Duration.ofHours(1)));
    ConfigGuard guard = settings.guard(Set.of("spark.sql.catalog.lake.credential"));
    assertThat(guard.refusal("spark.hadoop.x")).contains("spark.hadoop.x");
    assertThat(guard.shown("my.internal.key", "v", null)).isEqualTo(ConfigGuard.REDACTED);
    assertThat(guard.shown("spark.sql.catalog.lake.credential", "v", null))
        .isEqualTo(ConfigGuard.REDACTED);
  }

  @ParameterizedTest
  @CsvSource({
    "prot, 1, did you mean port?",
    "port, 99999, port",
    "tls, maybe, write none",
    "redact, '[', is not a regular expression",
    "hold, 0s, hold"
  })
  void a_mistake_is_said(String key, String value, String said) {
    Object given = value.matches("\\d+") ? Integer.valueOf(value) : value;
    assertThatThrownBy(() -> read(Map.of(key, given))).hasMessageContaining(said);
  }

  @Test
  void a_call_makes_the_cluster_of_the_first_policy_that_holds() {
    GatewaySettings settings =
        read(
            Map.of(
                "wake",
                List.of(
                    Map.of(
                        "team",
                        "feateng",
                        "environment",
                        "dev",
                        "region",
                        "eu-west-1",
                        "size",
                        "medium",
                        "ttl",
                        "2h"))));
    WakePolicies policies = WakeConfig.policies(settings.wake());
    assertThat(policies.teams()).containsExactly(TEAM);
    ClusterRequest request =
        policies.request(TEAM, Environment.DEV, null, "anna", "key").orElseThrow();
    assertThat(request.region()).isEqualTo(new Region("eu-west-1"));
    assertThat(request.shape().size()).isEqualTo(ClusterSize.MEDIUM);
    assertThat(request.ttl().duration()).isEqualTo(Duration.ofHours(2));
    assertThat(request.idempotencyKey()).isEqualTo("key");
    assertThat(request.user()).isEqualTo("anna");
    assertThat(policies.request(TEAM, Environment.PROD, null, "anna", "key")).isEmpty();
    assertThat(policies.request(new Team("ml"), Environment.DEV, null, "anna", "key")).isEmpty();
  }
}
