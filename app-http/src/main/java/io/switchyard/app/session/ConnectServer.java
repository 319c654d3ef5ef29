package io.switchyard.app.session;

import io.switchyard.app.http.AuthConfig;
import io.switchyard.app.session.TlsSettings.Mode;
import io.switchyard.domain.cluster.ClusterNames;
import io.switchyard.gateway.CallRoutes;
import io.switchyard.gateway.Gateway;
import io.switchyard.gateway.GatewayConfig;
import io.switchyard.gateway.GatewayConfig.Times;
import io.switchyard.gateway.GatewayConfig.Tls;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The gateway as it is configured. It listens until it is closed, and lets calls run out then. */
public final class ConnectServer implements AutoCloseable {

  private final Gateway gateway;
  private final @Nullable Path authority;
  private final boolean encrypted;

  private ConnectServer(Gateway gateway, @Nullable Path authority, boolean encrypted) {
    this.gateway = gateway;
    this.authority = authority;
    this.encrypted = encrypted;
  }

  /**
   * Starts to listen. Makes a certificate if one of this machine's own is wanted and not there.
   *
   * @param stateDir where that is kept
   * @throws UncheckedIOException if the address is taken, or the certificate cannot be used
   */
  public static ConnectServer start(
      GatewaySettings settings,
      AuthConfig auth,
      ClusterNames names,
      Path stateDir,
      CallRoutes routes,
      Instant now) {
    LocalAuthority local = new LocalAuthority(stateDir.resolve("tls"));
    Tls tls = tls(settings.tls(), auth, local, names, now);
    boolean ours = tls != null && settings.tls().mode() != Mode.FILES;
    try {
      Gateway gateway = Gateway.start(config(settings).with(tls), routes);
      return new ConnectServer(gateway, ours ? local.authority() : null, tls != null);
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    }
  }

  private static @Nullable Tls tls(
      TlsSettings tls, AuthConfig auth, LocalAuthority local, ClusterNames names, Instant now) {
    boolean wanted = tls.mode() == Mode.LOCAL || auth.mode() == AuthConfig.Mode.TOKENS;
    return switch (tls.mode()) {
      case NONE -> null;
      case FILES ->
          new Tls(Objects.requireNonNull(tls.certificate()), Objects.requireNonNull(tls.key()));
      case LOCAL, UNSAID ->
          wanted
              ? local.certificate(
                  List.of("localhost", "127.0.0.1", "::1", names.domain(), "*." + names.domain()),
                  now)
              : null;
    };
  }

  private static GatewayConfig config(GatewaySettings settings) {
    GatewayConfig usual = GatewayConfig.of(settings.host(), settings.port());
    Times times = usual.times();
    LimitSettings limits = settings.limits();
    return usual
        .with(limits.limits())
        .with(
            new Times(
                limits.greeting(),
                limits.firstMessage(),
                settings.terms().hold().plus(Duration.ofSeconds(30)),
                times.connect(),
                times.keepalive(),
                times.keepaliveAnswer(),
                times.upstreamIdle(),
                settings.drain()));
  }

  public int port() {
    return gateway.port();
  }

  /** What clients have to trust, if the certificate is this machine's own; else null. */
  public @Nullable Path authority() {
    return authority;
  }

  public boolean encrypted() {
    return encrypted;
  }

  /** Why it should get no new clients now, as in "is draining"; empty if it may. */
  public Optional<String> hindrance() {
    return gateway.hindrance();
  }

  @Override
  public void close() {
    gateway.drain();
    gateway.close();
  }
}
