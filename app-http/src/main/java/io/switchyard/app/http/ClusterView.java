package io.switchyard.app.http;

import io.switchyard.domain.cluster.Cluster;
import io.switchyard.domain.cluster.ClusterNames;
import io.switchyard.domain.cluster.ClusterShapeForm;
import io.switchyard.domain.cluster.ClusterState;
import io.switchyard.domain.cluster.ClusterState.Ended;
import io.switchyard.domain.cluster.ClusterState.Pending;
import io.switchyard.domain.cluster.ClusterState.Terminating;
import io.switchyard.domain.cluster.ClusterState.TerminatingLaunch;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A cluster as the API shows it. Spark configuration and the server's token are left out: they may
 * be or are secret.
 */
public record ClusterView(
    String clusterId,
    String name,
    String team,
    String user,
    @Nullable String requesterEmail,
    String environment,
    String region,
    String status,
    String endpoint,
    List<String> endpoints,
    String namespace,
    String backend,
    String sparkVersion,
    @Nullable String size,
    Map<String, Object> resources,
    List<CatalogView> catalogs,
    String createdAt,
    @Nullable String readyAt,
    @Nullable String expiresAt,
    @Nullable String endedAt,
    @Nullable String lastActivityAt,
    int sessions,
    int operations,
    int restarts,
    @Nullable Long estimatedReadySeconds,
    @Nullable String errorMessage,
    @Nullable String message,
    @Nullable PlacementView placement) {

  public record CatalogView(String name, boolean isDefault) {}

  /**
   * @param estimate seconds from acceptance until such clusters answer; null if not asked for
   */
  static ClusterView of(Cluster cluster, @Nullable Long estimate) {
    var request = cluster.request();
    var size = cluster.shape().size();
    boolean failed = cluster.state() instanceof Ended ended && !ended.asAsked();
    String said = said(cluster.state());
    return new ClusterView(
        cluster.id().value(),
        ClusterNames.displayName(request),
        request.team().name(),
        request.user(),
        request.requesterEmail(),
        request.environment().word(),
        request.region().value(),
        cluster.status().word(),
        cluster.endpoint(),
        cluster.hosts().stream().map(ClusterNames::endpoint).toList(),
        ClusterNames.namespace(request),
        cluster.backend().value(),
        cluster.sparkVersion().value(),
        size == null ? null : size.word(),
        ClusterShapeForm.tree(cluster.shape().resources()),
        catalogs(request.catalogs()),
        cluster.createdAt().toString(),
        text(cluster.readyAt()),
        text(cluster.expiresAt()),
        text(cluster.endedAt()),
        text(cluster.usage().lastActivity()),
        cluster.usage().sessions(),
        cluster.usage().operations(),
        cluster.restarts(),
        cluster.readyAt() != null || cluster.ended() ? null : estimate,
        failed ? said : null,
        failed ? null : said,
        PlacementView.of(cluster.placement()));
  }

  private static List<CatalogView> catalogs(List<String> names) {
    List<CatalogView> views = new ArrayList<>();
    names.forEach(name -> views.add(new CatalogView(name, views.isEmpty())));
    return views;
  }

  private static @Nullable String text(@Nullable Instant moment) {
    return moment == null ? null : moment.toString();
  }

  /** Why it waits, ends or ended; null when there is nothing to say. */
  private static @Nullable String said(ClusterState state) {
    String said = "";
    if (state instanceof Pending pending) {
      said = pending.waitingFor();
    } else if (state instanceof TerminatingLaunch terminating) {
      said = terminating.reason().message();
    } else if (state instanceof Terminating terminating) {
      said = terminating.reason().message();
    } else if (state instanceof Ended ended) {
      said = ended.message();
    }
    return said.isBlank() ? null : said;
  }
}
