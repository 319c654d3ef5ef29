package io.switchyard.ports.cluster;

import io.switchyard.domain.cluster.Cluster;
import io.switchyard.domain.cluster.ClusterId;
import io.switchyard.domain.cluster.ClusterRequest;
import io.switchyard.domain.cluster.ClusterShape;
import io.switchyard.domain.cluster.ServerReport;
import io.switchyard.domain.job.BackendHandle;
import io.switchyard.ports.TargetFailure;
import io.switchyard.ports.job.Fit;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Runs the servers of clusters on one backend. Every method may block for a round trip or two, is
 * safe for use by several threads and processes, and throws {@link TargetFailure} when the backend
 * fails.
 */
public interface ClusterLauncher {

  /** What would become of the request here; changes nothing and needs no answer of the backend. */
  Fit fit(ClusterRequest request);

  /**
   * Starts the cluster's current server, tagged with that server's id. Repeating the call with the
   * same server returns the same handle and never makes a second one, also after an answer was lost
   * and from another process. Once it is forbidden ({@link #forbid}) it is {@code REJECTED}.
   *
   * @throws TargetFailure with {@link TargetFailure#outcomeKnown} false if a server may have been
   *     started; {@code FULL} or {@code UNREACHABLE} with a message for people while the backend
   *     has no room or is still starting
   */
  BackendHandle provision(Cluster cluster, ServerSettings settings);

  /** The handle of the current server, launched earlier; empty if there is none. */
  Optional<BackendHandle> find(Cluster cluster);

  /**
   * Unless there is a current server, settles that none will serve anybody, whatever launch is
   * still under way somewhere: it makes no server, or one that ends at once. May be repeated.
   *
   * @return the server that there is, to be followed or ended; empty if there is none and never
   *     will be, so that the cluster can end or go on with another one
   */
  Optional<BackendHandle> forbid(Cluster cluster);

  /**
   * What the backend reports now of servers that it has, in as few round trips as it can. One that
   * it has no record of is absent. A server keeps what it was started with; that the backend was
   * configured anew since, it may tell ({@link ServerReport.Listening#outdated}).
   *
   * @param clusters each with a handle
   */
  Map<ClusterId, ServerReport> observe(Collection<Cluster> clusters);

  /**
   * Whether the running server can be given that shape as it is, without another one in its place.
   * Asks no backend.
   */
  boolean scalesLive(Cluster cluster, ClusterShape shape);

  /**
   * Asks the running server for as many executors as the cluster's shape says. Nobody's session is
   * lost. Repeating it is harmless; what has become of it is seen by {@link #observe}.
   */
  void scale(Cluster cluster);

  /** A session as its server knows it. */
  record ServerSession(String user, String sessionId) {}

  /**
   * The sessions of a running server that have operations under way.
   *
   * @throws TargetFailure {@code REJECTED} if this backend cannot tell
   */
  default Set<ServerSession> busySessions(Cluster cluster) {
    throw TargetFailure.withoutEffect(
        TargetFailure.Kind.REJECTED, "this backend does not tell sessions apart");
  }

  /** Asks the server to end. A handle that is unknown or has ended is ignored. */
  void terminate(BackendHandle handle);
}
