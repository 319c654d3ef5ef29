package io.switchyard.ports.session;

import io.switchyard.domain.cluster.ClusterNames;
import io.switchyard.ports.cluster.Clusters;
import io.switchyard.ports.cluster.EstimateReady;
import io.switchyard.ports.cluster.RequestCluster;
import io.switchyard.ports.job.Jobs;
import io.switchyard.ports.placement.Backends;
import io.switchyard.ports.team.TokenVerifier;
import java.time.InstantSource;
import java.util.concurrent.Executor;

/**
 * The use cases of one process that passes calls on. They share what they remember, so that there
 * is one of these in a process.
 *
 * @param keep to be called every second or so
 */
public record SessionDoor(RouteCall route, EndCall ended, PinClone cloned, KeepSessions keep) {

  /** What is in the store. */
  public record Stores(Sessions sessions, SessionWork work, Clusters clusters, Jobs jobs) {}

  /** How clusters are named and made. */
  public record Making(
      ClusterNames names, WakePolicies policies, RequestCluster request, EstimateReady estimate) {}

  /** Whom it speaks with. */
  public record Neighbours(
      TokenVerifier verifier,
      SessionPolicies policies,
      Backends backends,
      SessionServer servers,
      SessionObserver observer,
      SessionIds ids) {}

  /**
   * @param blocking runs what blocks for the store; may refuse when it has too much to do
   */
  public static SessionDoor open(
      Stores stores,
      Making making,
      Neighbours neighbours,
      RoutingTerms terms,
      Executor blocking,
      InstantSource clock) {
    Known known =
        Known.of(stores.clusters(), stores.jobs(), neighbours.backends(), terms, blocking, clock);
    Doorway door =
        new Doorway(
            neighbours.verifier(),
            stores.sessions(),
            known,
            new Pins(terms.maxPins()),
            new Traffic(),
            new Vanished(),
            neighbours.policies(),
            neighbours.observer(),
            terms,
            blocking,
            clock);
    ClusterChoice choice =
        new ClusterChoice(
            stores.clusters(),
            known,
            making.names(),
            new Waking(making.policies(), making.request(), stores.clusters()));
    NewSessions opening = new NewSessions(door, choice, making.estimate(), neighbours.ids());
    return new SessionDoor(
        new RouteCall(door, opening),
        new EndCall(door),
        new PinClone(door, opening, neighbours.servers()),
        new KeepSessions(door, stores.work(), neighbours.servers()));
  }
}
