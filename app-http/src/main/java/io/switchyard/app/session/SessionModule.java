package io.switchyard.app.session;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import io.switchyard.app.http.Meters;
import io.switchyard.app.tracing.Tracing;
import io.switchyard.domain.cluster.ClusterNames;
import io.switchyard.gateway.CallRoutes;
import io.switchyard.ports.cluster.EstimateReady;
import io.switchyard.ports.cluster.OpenSessions;
import io.switchyard.ports.cluster.RequestCluster;
import io.switchyard.ports.placement.Backends;
import io.switchyard.ports.session.CloseSession;
import io.switchyard.ports.session.CountOpenSessions;
import io.switchyard.ports.session.ForgetSessions;
import io.switchyard.ports.session.GetSession;
import io.switchyard.ports.session.ListSessions;
import io.switchyard.ports.session.SessionDoor;
import io.switchyard.ports.session.SessionFilter;
import io.switchyard.ports.session.SessionObserver;
import io.switchyard.ports.session.SessionServer;
import io.switchyard.ports.session.TendSessions;
import io.switchyard.ports.team.TokenVerifier;
import java.time.InstantSource;
import java.util.Set;

/** Binds the use cases of sessions to the adapters. */
public final class SessionModule extends AbstractModule {

  private final GatewaySettings settings;
  private final ClusterNames names;
  private final SessionDoor.Stores stores;
  private final SessionServer servers;
  private final TokenVerifier verifier;
  private final Set<String> secretKeys;

  /**
   * @param secretKeys of Spark that clusters' servers are told, and clients are not
   */
  public SessionModule(
      GatewaySettings settings,
      ClusterNames names,
      SessionDoor.Stores stores,
      SessionServer servers,
      TokenVerifier verifier,
      Set<String> secretKeys) {
    this.settings = settings;
    this.names = names;
    this.stores = stores;
    this.servers = servers;
    this.verifier = verifier;
    this.secretKeys = Set.copyOf(secretKeys);
  }

  @Provides
  @Singleton
  SessionMeters meters(Meters meters, Backends backends) {
    CountOpenSessions open = new CountOpenSessions(stores, backends);
    SessionMeters mine = new SessionMeters(meters.registry(), open::count);
    meters.beforeShowing(mine::refresh);
    meters.showAs("spark_connect_sessions_total", "spark_connect_sessions_created_total");
    return mine;
  }

  @Provides
  @Singleton
  OpenSessions open() {
    return cluster ->
        stores.sessions().count(new SessionFilter(null, null, cluster, null, null, true, null));
  }

  @Provides
  @Singleton
  SessionObserver observer(SessionMeters meters) {
    return new SessionNews(meters);
  }

  @Provides
  @Singleton
  SessionThreads threads() {
    return new SessionThreads();
  }

  @Provides
  @Singleton
  SessionDoor door(
      RequestCluster request,
      EstimateReady estimate,
      Backends backends,
      SessionObserver observer,
      SessionThreads threads,
      InstantSource clock) {
    return SessionDoor.open(
        stores,
        new SessionDoor.Making(names, WakeConfig.policies(settings.wake()), request, estimate),
        new SessionDoor.Neighbours(
            verifier, settings, backends, servers, observer, new UlidSessionIds()),
        settings.terms(),
        threads,
        clock);
  }

  @Provides
  @Singleton
  CallRoutes routes(SessionDoor door, SessionMeters meters, Tracing tracing) {
    return new ConnectRoutes(door, settings.guard(secretKeys), meters, tracing);
  }

  @Provides
  @Singleton
  TendSessions tend(Backends backends, SessionObserver observer, InstantSource clock) {
    return new TendSessions(stores, backends, settings, servers, observer, clock);
  }

  @Provides
  @Singleton
  ForgetSessions forget(InstantSource clock) {
    return new ForgetSessions(stores.work(), clock, settings.keepEnded());
  }

  @Provides
  @Singleton
  GetSession getSession() {
    return new GetSession(stores.sessions());
  }

  @Provides
  @Singleton
  ListSessions listSessions() {
    return new ListSessions(stores.sessions());
  }

  @Provides
  @Singleton
  CloseSession closeSession(SessionObserver observer, InstantSource clock) {
    return new CloseSession(stores.sessions(), observer, clock);
  }
}
