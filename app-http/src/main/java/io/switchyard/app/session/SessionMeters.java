package io.switchyard.app.session;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.switchyard.domain.cluster.ClusterId;
import io.switchyard.domain.placement.Environment;
import io.switchyard.domain.session.Session;
import io.switchyard.domain.session.SessionEnd;
import io.switchyard.domain.team.Team;
import io.switchyard.ports.TargetFailure;
import io.switchyard.ports.session.Call;
import io.switchyard.ports.session.CallEnd;
import io.switchyard.ports.session.CallRefused;
import io.switchyard.ports.session.CountOpenSessions;
import io.switchyard.ports.session.Route;
import java.time.Duration;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What is counted of sessions and their calls. A call costs one look into a map of meters. */
final class SessionMeters {

  private static final String[] CODES = {
    "OK",
    "CANCELLED",
    "UNKNOWN",
    "INVALID_ARGUMENT",
    "DEADLINE_EXCEEDED",
    "NOT_FOUND",
    "ALREADY_EXISTS",
    "PERMISSION_DENIED",
    "RESOURCE_EXHAUSTED",
    "FAILED_PRECONDITION",
    "ABORTED",
    "OUT_OF_RANGE",
    "UNIMPLEMENTED",
    "INTERNAL",
    "UNAVAILABLE",
    "DATA_LOSS",
    "UNAUTHENTICATED"
  };
  private static final int UNAVAILABLE = 14;
  private static final String UNKNOWN = "unknown";

  /** How long a cluster that nobody calls any more is shown. */
  private static final long SHOWN_NANOS = Duration.ofMinutes(10).toNanos();

  private record Kind(Team team, String environment, int status) {}

  private record PerKind(
      Counter requests, @Nullable Counter errors, Timer seconds, DistributionSummary millis) {}

  private record Health(boolean answers, long seenNanos) {}

  private final MeterRegistry registry;
  private final Supplier<Map<CountOpenSessions.Kind, Long>> open;
  private final Map<Kind, PerKind> kinds = new ConcurrentHashMap<>();
  private final Map<Call, Long> begun = Collections.synchronizedMap(new IdentityHashMap<>());
  private final Map<ClusterId, Health> servers = new ConcurrentHashMap<>();
  private final MultiGauge active;
  private final MultiGauge activeByTeam;
  private final MultiGauge health;

  /**
   * @param open how many sessions are open; may block for a moment
   */
  SessionMeters(MeterRegistry registry, Supplier<Map<CountOpenSessions.Kind, Long>> open) {
    this.registry = registry;
    this.open = open;
    this.active = MultiGauge.builder("spark_connect_sessions_active").register(registry);
    this.activeByTeam = MultiGauge.builder("spark_connect_active_sessions").register(registry);
    this.health = MultiGauge.builder("spark_gateway_upstream_health").register(registry);
  }

  /** Asks the store; what it cannot tell now is not shown. */
  void refresh() {
    Map<CountOpenSessions.Kind, Long> now;
    try {
      now = open.get();
    } catch (TargetFailure failure) {
      now = Map.of();
    }
    long all = now.values().stream().mapToLong(Long::longValue).sum();
    active.register(List.of(MultiGauge.Row.of(Tags.empty(), all)), true);
    activeByTeam.register(
        now.entrySet().stream()
            .map(e -> MultiGauge.Row.of(tags(e.getKey()), e.getValue()))
            .toList(),
        true);
    long oldest = System.nanoTime() - SHOWN_NANOS;
    servers.values().removeIf(seen -> seen.seenNanos() - oldest < 0);
    health.register(
        servers.entrySet().stream()
            .map(
                e ->
                    MultiGauge.Row.of(
                        Tags.of("cluster_id", e.getKey().value()), e.getValue().answers() ? 1 : 0))
            .toList(),
        true);
  }

  private static Tags tags(CountOpenSessions.Kind kind) {
    return Tags.of("team", kind.team().name(), "env", word(kind.environment()));
  }

  private static String word(@Nullable Environment environment) {
    return environment == null ? UNKNOWN : environment.word();
  }

  /** A call was passed on. */
  void begun(Call call) {
    begun.put(call, System.nanoTime());
  }

  void called(Call call, Route route, CallEnd end, @Nullable Environment of) {
    Long began = begun.remove(call);
    String environment = word(of);
    PerKind meters =
        kinds.computeIfAbsent(
            new Kind(route.session().team(), environment, end.status()), this::meters);
    meters.requests().increment();
    Counter errors = meters.errors();
    if (errors != null) {
      errors.increment();
    }
    long now = System.nanoTime();
    if (began != null) {
      meters.seconds().record(Duration.ofNanos(now - began));
      meters.millis().record((now - began) / 1e6);
    }
    ClusterId cluster = route.cluster();
    if (cluster != null) {
      servers.put(cluster, new Health(end.status() != UNAVAILABLE, now));
    }
  }

  private PerKind meters(Kind kind) {
    String code =
        kind.status() >= 0 && kind.status() < CODES.length ? CODES[kind.status()] : UNKNOWN;
    Tags whose = Tags.of("team", kind.team().name(), "env", kind.environment());
    return new PerKind(
        registry.counter("spark_connect_requests", whose.and("status", code)),
        kind.status() == 0
            ? null
            : registry.counter("spark_connect_errors", whose.and("error_type", code)),
        registry.timer("spark_connect_message_latency", whose),
        registry.summary("spark_connect_latency_ms", whose));
  }

  /** A call arrived and was, or was not, passed on. */
  void arrived(CallRefused.@Nullable Reason refused) {
    registry.counter("spark_connect_proxy_requests").increment();
    if (refused != null) {
      registry.counter("spark_connect_proxy_errors", "reason", refused.name()).increment();
    }
  }

  void opened(Session session, @Nullable Environment environment) {
    registry
        .counter(
            "spark_connect_sessions_created",
            "team",
            session.key().team().name(),
            "env",
            word(environment))
        .increment();
  }

  void ended(Session session, SessionEnd end) {
    Tags tags = Tags.of("team", session.key().team().name(), "reason", end.reason().name());
    registry.counter("spark_connect_sessions_expired", tags).increment();
    registry
        .timer("spark_connect_session_duration")
        .record(Duration.between(session.createdAt(), end.at()));
  }
}
