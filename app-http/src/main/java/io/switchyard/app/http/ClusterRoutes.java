package io.switchyard.app.http;

import io.javalin.http.Context;
import io.switchyard.domain.cluster.Cluster;
import io.switchyard.domain.cluster.ClusterEvent;
import io.switchyard.domain.cluster.ClusterId;
import io.switchyard.domain.cluster.ClusterStatus;
import io.switchyard.domain.placement.Environment;
import io.switchyard.domain.placement.Region;
import io.switchyard.domain.team.Caller;
import io.switchyard.domain.team.Team;
import io.switchyard.ports.cluster.ClusterFilter;
import io.switchyard.ports.cluster.GetCluster;
import io.switchyard.ports.cluster.ListClusterEvents;
import io.switchyard.ports.cluster.ListClusters;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code /api/v1/clusters}. */
final class ClusterRoutes {

  private static final int DEFAULT_LIMIT = 50;
  private static final Map<String, ClusterStatus> STATUSES = new LinkedHashMap<>();
  private static final Map<String, Environment> ENVIRONMENTS = new LinkedHashMap<>();

  static {
    for (ClusterStatus status : ClusterStatus.values()) {
      STATUSES.put(status.word(), status);
    }
    for (Environment environment : Environment.values()) {
      ENVIRONMENTS.put(environment.word(), environment);
    }
  }

  private final ClusterActions actions;
  private final GetCluster getCluster;
  private final ListClusters listClusters;
  private final ListClusterEvents listEvents;
  private final ClusterViews views;
  private final Callers callers;

  ClusterRoutes(
      ClusterActions actions,
      GetCluster getCluster,
      ListClusters listClusters,
      ListClusterEvents listEvents,
      ClusterViews views,
      Callers callers) {
    this.actions = actions;
    this.getCluster = getCluster;
    this.listClusters = listClusters;
    this.listEvents = listEvents;
    this.views = views;
    this.callers = callers;
  }

  List<Route> all() {
    return List.of(
        Route.post("/api/v1/clusters", this::request),
        Route.get("/api/v1/clusters", this::list),
        Route.get("/api/v1/clusters/{id}", this::get),
        Route.delete("/api/v1/clusters/{id}", this::delete),
        Route.post("/api/v1/clusters/{id}/scale", this::scale),
        Route.post("/api/v1/clusters/{id}/ttl", this::extend),
        Route.get("/api/v1/clusters/{id}/events", this::events));
  }

  /** The cluster id of the path; one that cannot exist is refused like one that does not. */
  static ClusterId id(Context ctx) {
    return NoSuchCluster.unless(ctx.pathParam("id"));
  }

  private static void noQuery(Context ctx) {
    Query.read(ctx, in -> in.build(() -> ctx));
  }

  private void request(Context ctx) {
    Caller caller = callers.of(ctx);
    boolean dryRun = Query.read(ctx, in -> in.build(in.optional("dry_run", Query.flag(), false)));
    Object tree = IdempotencyKey.into(Bodies.read(ctx), ctx);
    if (dryRun) {
      Replies.ok(ctx, actions.explain(tree, caller));
      return;
    }
    ClusterActions.Taken taken = actions.request(tree, caller);
    Map<String, Object> body = Json.tree(ClusterViews.taken(taken.cluster(), taken.ready()));
    body.put("message", taken.message());
    if (taken.repeated()) {
      Replies.ok(ctx, body);
    } else {
      Replies.accepted(ctx, body);
    }
  }

  private void get(Context ctx) {
    Caller caller = callers.of(ctx);
    ClusterId id = id(ctx);
    noQuery(ctx);
    Cluster cluster = getCluster.get(id, caller).orElseThrow(() -> NoSuchCluster.of(id));
    Replies.ok(ctx, views.one(cluster));
  }

  private record Page(List<ClusterView> clusters, @Nullable String nextCursor, long totalCount) {}

  private void list(Context ctx) {
    Caller caller = callers.of(ctx);
    ListClusters.Page page = listClusters.list(query(ctx), caller);
    ClusterFilter.Position next = page.next();
    Replies.ok(
        ctx,
        new Page(
            page.clusters().stream().map(ClusterViews::listed).toList(),
            next == null ? null : ClusterCursors.write(next),
            page.total()));
  }

  private static ListClusters.Query query(Context ctx) {
    return Query.read(
        ctx,
        in -> {
          var team = in.optional("team", Query.single().then(Team::new));
          var environment = in.optional("environment", Query.oneOf(ENVIRONMENTS));
          var region = in.optional("region", Query.single().then(Region::new));
          var status = in.optional("status", Query.oneOf(STATUSES));
          var limit =
              in.optional("limit", Query.number(1, ListClusters.MAX_LIMIT), (long) DEFAULT_LIMIT);
          var cursor = in.optional("cursor", ClusterCursors.reader());
          return in.build(
              () ->
                  new ListClusters.Query(
                      team.get().orElse(null),
                      environment.get().orElse(null),
                      region.get().orElse(null),
                      status.get().orElse(null),
                      limit.get().intValue(),
                      cursor.get().orElse(null)));
        });
  }

  private record Deleted(String clusterId, boolean success, String status, String message) {}

  private void delete(Context ctx) {
    Caller caller = callers.of(ctx);
    ClusterId id = id(ctx);
    boolean force =
        Query.read(
            ctx,
            in -> {
              var flag = in.optional("force", Query.flag(), false);
              return in.build(flag);
            });
    ClusterActions.Deletion deletion = actions.delete(id, force, caller);
    Cluster cluster = deletion.cluster();
    Deleted body = new Deleted(id.value(), true, cluster.status().word(), deletion.message());
    if (cluster.ended()) {
      Replies.ok(ctx, body);
    } else {
      Replies.accepted(ctx, body);
    }
  }

  private void scale(Context ctx) {
    Caller caller = callers.of(ctx);
    ClusterId id = id(ctx);
    noQuery(ctx);
    changed(ctx, actions.scale(id, Bodies.read(ctx), caller));
  }

  private void extend(Context ctx) {
    Caller caller = callers.of(ctx);
    ClusterId id = id(ctx);
    noQuery(ctx);
    Replies.ok(ctx, ClusterViews.listed(actions.extend(id, Bodies.read(ctx), caller).cluster()));
  }

  private void changed(Context ctx, ClusterActions.Change change) {
    ClusterView view = ClusterViews.listed(change.cluster());
    if (change.changed()) {
      Replies.accepted(ctx, view);
    } else {
      Replies.ok(ctx, view);
    }
  }

  private record Events(String clusterId, List<ClusterViews.Event> events) {}

  private void events(Context ctx) {
    Caller caller = callers.of(ctx);
    ClusterId id = id(ctx);
    noQuery(ctx);
    List<ClusterEvent> events = listEvents.list(id, caller).orElseThrow(() -> NoSuchCluster.of(id));
    Replies.ok(ctx, new Events(id.value(), events.stream().map(ClusterViews.Event::of).toList()));
  }
}
