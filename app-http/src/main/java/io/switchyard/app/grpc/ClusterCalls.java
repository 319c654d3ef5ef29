package io.switchyard.app.grpc;

import static io.switchyard.domain.input.InputReader.bool;
import static io.switchyard.domain.input.InputReader.integer;
import static io.switchyard.domain.input.InputReader.lowerCaseEnum;
import static io.switchyard.domain.input.InputReader.text;

import io.switchyard.app.http.ClusterActions;
import io.switchyard.app.http.ClusterCursors;
import io.switchyard.app.http.ClusterView;
import io.switchyard.app.http.ClusterViews;
import io.switchyard.app.http.Json;
import io.switchyard.app.http.NoSuchCluster;
import io.switchyard.domain.cluster.ClusterId;
import io.switchyard.domain.cluster.ClusterStatus;
import io.switchyard.domain.input.InputObject;
import io.switchyard.domain.placement.Environment;
import io.switchyard.domain.placement.Region;
import io.switchyard.domain.team.Caller;
import io.switchyard.domain.team.Team;
import io.switchyard.grpc.v1.Cluster;
import io.switchyard.grpc.v1.ClusterEvent;
import io.switchyard.grpc.v1.ClusterEventsRequest;
import io.switchyard.grpc.v1.ClusterEventsResponse;
import io.switchyard.grpc.v1.DeleteClusterRequest;
import io.switchyard.grpc.v1.DeleteClusterResponse;
import io.switchyard.grpc.v1.ExtendTtlRequest;
import io.switchyard.grpc.v1.Forecast;
import io.switchyard.grpc.v1.GetClusterRequest;
import io.switchyard.grpc.v1.ListClustersRequest;
import io.switchyard.grpc.v1.ListClustersResponse;
import io.switchyard.grpc.v1.RequestClusterRequest;
import io.switchyard.grpc.v1.RequestClusterResponse;
import io.switchyard.grpc.v1.ScaleClusterRequest;
import io.switchyard.ports.cluster.ClusterFilter;
import io.switchyard.ports.cluster.GetCluster;
import io.switchyard.ports.cluster.ListClusterEvents;
import io.switchyard.ports.cluster.ListClusters;
import java.util.Map;

/** Request, get, list, delete, scale, extend and events. */
final class ClusterCalls {

  private static final int DEFAULT_LIMIT = 50;
  private static final String ID = "cluster_id";

  private final ClusterActions actions;
  private final GetCluster getCluster;
  private final ListClusters listClusters;
  private final ListClusterEvents listEvents;
  private final ClusterViews views;

  ClusterCalls(
      ClusterActions actions,
      GetCluster getCluster,
      ListClusters listClusters,
      ListClusterEvents listEvents,
      ClusterViews views) {
    this.actions = actions;
    this.getCluster = getCluster;
    this.listClusters = listClusters;
    this.listEvents = listEvents;
    this.views = views;
  }

  /**
   * Takes the id out of a request's tree; an absent one is refused like one that does not exist.
   */
  static ClusterId id(Map<String, ?> tree) {
    Object given = tree.remove(ID);
    return NoSuchCluster.unless(given == null ? "" : given.toString());
  }

  static Cluster message(ClusterView view) {
    return Messages.fill(Cluster.newBuilder(), Json.tree(view)).build();
  }

  RequestClusterResponse request(RequestClusterRequest request, Caller caller) {
    ClusterActions.Taken taken = actions.request(Messages.tree(request), caller);
    return RequestClusterResponse.newBuilder()
        .setCluster(message(ClusterViews.taken(taken.cluster(), taken.ready())))
        .setMessage(taken.message())
        .setRepeated(taken.repeated())
        .build();
  }

  Forecast explain(RequestClusterRequest request, Caller caller) {
    var forecast = actions.explain(Messages.tree(request), caller);
    return Messages.fill(Forecast.newBuilder(), Json.tree(forecast)).build();
  }

  Cluster get(GetClusterRequest request, Caller caller) {
    ClusterId id = id(Messages.tree(request));
    var cluster = getCluster.get(id, caller).orElseThrow(() -> NoSuchCluster.of(id));
    return message(views.one(cluster));
  }

  ListClustersResponse list(ListClustersRequest request, Caller caller) {
    ListClusters.Page page =
        listClusters.list(
            InputObject.readRoot(Messages.tree(request), ClusterCalls::query), caller);
    ListClustersResponse.Builder answer =
        ListClustersResponse.newBuilder().setTotalCount(page.total());
    page.clusters().forEach(found -> answer.addClusters(message(ClusterViews.listed(found))));
    ClusterFilter.Position next = page.next();
    return (next == null ? answer : answer.setNextCursor(ClusterCursors.write(next))).build();
  }

  private static ListClusters.Query query(InputObject in) {
    var team = in.optional("team", text().then(Team::new));
    var environment = in.optional("environment", Environment.reader());
    var region = in.optional("region", text().then(Region::new));
    var status = in.optional("status", lowerCaseEnum(ClusterStatus.class));
    var limit = in.optional("limit", integer(1, ListClusters.MAX_LIMIT), DEFAULT_LIMIT);
    var cursor = in.optional("cursor", ClusterCursors.reader());
    return in.build(
        () ->
            new ListClusters.Query(
                team.get().orElse(null),
                environment.get().orElse(null),
                region.get().orElse(null),
                status.get().orElse(null),
                limit.get(),
                cursor.get().orElse(null)));
  }

  DeleteClusterResponse delete(DeleteClusterRequest request, Caller caller) {
    Map<String, Object> tree = Messages.tree(request);
    ClusterId id = id(tree);
    boolean force = InputObject.readRoot(tree, in -> in.build(in.optional("force", bool(), false)));
    ClusterActions.Deletion deletion = actions.delete(id, force, caller);
    return DeleteClusterResponse.newBuilder()
        .setClusterId(id.value())
        .setSuccess(true)
        .setStatus(message(ClusterViews.listed(deletion.cluster())).getStatus())
        .setMessage(deletion.message())
        .build();
  }

  Cluster scale(ScaleClusterRequest request, Caller caller) {
    Map<String, Object> tree = Messages.tree(request);
    ClusterId id = id(tree);
    return message(ClusterViews.listed(actions.scale(id, tree, caller).cluster()));
  }

  Cluster extend(ExtendTtlRequest request, Caller caller) {
    Map<String, Object> tree = Messages.tree(request);
    ClusterId id = id(tree);
    return message(ClusterViews.listed(actions.extend(id, tree, caller).cluster()));
  }

  ClusterEventsResponse events(ClusterEventsRequest request, Caller caller) {
    ClusterId id = id(Messages.tree(request));
    var events = listEvents.list(id, caller).orElseThrow(() -> NoSuchCluster.of(id));
    ClusterEventsResponse.Builder answer =
        ClusterEventsResponse.newBuilder().setClusterId(id.value());
    events.forEach(
        event ->
            answer.addEvents(
                Messages.fill(ClusterEvent.newBuilder(), Json.tree(ClusterViews.Event.of(event)))));
    return answer.build();
  }
}
