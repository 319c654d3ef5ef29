package io.switchyard.app.session;

import static io.switchyard.domain.input.InputReader.bool;
import static io.switchyard.domain.input.InputReader.integer;
import static io.switchyard.domain.input.InputReader.listOf;
import static io.switchyard.domain.input.InputReader.nonBlankText;
import static io.switchyard.domain.input.InputReader.object;
import static io.switchyard.domain.input.InputReader.text;

import io.switchyard.domain.cluster.ClusterNames;
import io.switchyard.domain.input.Durations;
import io.switchyard.domain.input.InputObject;
import io.switchyard.domain.session.ConfigGuard;
import io.switchyard.domain.session.SessionPolicy;
import io.switchyard.domain.team.Team;
import io.switchyard.ports.session.RoutingTerms;
import io.switchyard.ports.session.SessionPolicies;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * How Spark Connect is served.
 *
 * @param host the address to listen on; 127.0.0.1 keeps everybody else away
 * @param port 1 to 65535, or 0 for any free one
 * @param enabled whether it is served at all
 * @param drain how long running calls may take when the process stops
 * @param limits what clients may take, whoever they are
 * @param keepEnded how long a session that is over stays readable
 * @param policies the first that holds for a team is taken
 * @param wake whose default cluster a call makes; the first that holds is taken
 * @param deny Config keys that clients may neither read nor set
 * @param secretWords Config keys with such a word have values that nobody sees
 */
public record GatewaySettings(
    String host,
    int port,
    boolean enabled,
    TlsSettings tls,
    RoutingTerms terms,
    Duration drain,
    LimitSettings limits,
    Duration keepEnded,
    List<SessionPolicyConfig> policies,
    List<WakeConfig> wake,
    List<String> deny,
    Pattern secretWords)
    implements SessionPolicies {

  public static final GatewaySettings DEFAULT =
      new GatewaySettings(
          "127.0.0.1",
          ClusterNames.PORT,
          true,
          TlsSettings.UNSAID,
          RoutingTerms.DEFAULT,
          Duration.ofSeconds(30),
          LimitSettings.DEFAULT,
          Duration.ofDays(1),
          List.of(),
          List.of(),
          List.of(),
          ConfigGuard.SPARK_WORDS);

  public GatewaySettings {
    policies = List.copyOf(policies);
    wake = List.copyOf(wake);
    deny = List.copyOf(deny);
  }

  @Override
  public SessionPolicy of(Team team) {
    return policies.stream()
        .filter(policy -> policy.holdsFor(team))
        .findFirst()
        .map(SessionPolicyConfig::policy)
        .orElse(SessionPolicy.DEFAULT);
  }

  /**
   * What clients must not see.
   *
   * @param secretKeys of the servers' own settings
   */
  public ConfigGuard guard(Set<String> secretKeys) {
    return new ConfigGuard(secretKeys, secretWords, deny);
  }

  /** Reads every key; each may be left out. */
  public static GatewaySettings read(InputObject in) {
    var host = in.optional("host", nonBlankText(), DEFAULT.host());
    var port = in.optional("port", integer(0, 65_535), DEFAULT.port());
    var enabled = in.optional("enabled", bool(), true);
    var tls = in.optional("tls", TlsSettings::read, TlsSettings.UNSAID);
    var hold = in.optional("hold", length(1, 900), DEFAULT.terms().hold());
    var vanished = in.optional("vanished_after", length(20, 3600), Duration.ofSeconds(60));
    var pins = in.optional("max_pins", integer(1000, 10_000_000), DEFAULT.terms().maxPins());
    var drain = in.optional("drain", length(1, 600), DEFAULT.drain());
    var limits = in.optional("limits", object(LimitSettings::read), DEFAULT.limits());
    var keep = in.optional("keep_ended", length(600, 365 * 86_400), DEFAULT.keepEnded());
    var policies = in.optional("policies", listOf(object(SessionPolicyConfig::read)), List.of());
    var wake = in.optional("wake", listOf(object(WakeConfig::read)), List.of());
    var deny = in.optional("deny_config", listOf(nonBlankText()), List.of());
    var words = in.optional("redact", text().then(ConfigGuard::words), ConfigGuard.SPARK_WORDS);
    return in.build(
        () -> {
          var usual = RoutingTerms.DEFAULT;
          var settings =
              new GatewaySettings(
                  host.get(),
                  port.get(),
                  enabled.get(),
                  tls.get(),
                  new RoutingTerms(
                      pins.get(),
                      usual.fresh(),
                      usual.stale(),
                      hold.get(),
                      usual.poll(),
                      usual.maxHeld(),
                      vanished.get()),
                  drain.get(),
                  limits.get(),
                  keep.get(),
                  policies.get(),
                  wake.get(),
                  deny.get(),
                  words.get());
          settings.guard(Set.of());
          return settings;
        });
  }

  private static io.switchyard.domain.input.InputReader<Duration> length(long from, long to) {
    return Durations.reader(Duration.ofSeconds(from), Duration.ofSeconds(to));
  }
}
