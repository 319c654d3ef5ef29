package io.switchyard.app.http;

import static io.switchyard.domain.input.InputReader.bool;

import io.switchyard.domain.cluster.Cluster;
import io.switchyard.domain.cluster.ClusterId;
import io.switchyard.domain.cluster.ClusterRequestForm;
import io.switchyard.domain.cluster.ClusterShape;
import io.switchyard.domain.cluster.ClusterShapeForm;
import io.switchyard.domain.cluster.Ttl;
import io.switchyard.domain.input.InputObject;
import io.switchyard.domain.input.InvalidInput;
import io.switchyard.domain.team.Caller;
import io.switchyard.ports.cluster.ClusterForecast;
import io.switchyard.ports.cluster.DeleteCluster;
import io.switchyard.ports.cluster.ExplainCluster;
import io.switchyard.ports.cluster.ExtendCluster;
import io.switchyard.ports.cluster.RequestCluster;
import io.switchyard.ports.cluster.ScaleCluster;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes clusters on and changes them, whichever way the request came, so that all ways refuse
 * alike. Every method blocks for the store.
 */
public final class ClusterActions {

  private static final Logger LOG = LoggerFactory.getLogger(ClusterActions.class);

  private final RequestCluster requestCluster;
  private final ExplainCluster explainCluster;
  private final DeleteCluster deleteCluster;
  private final ScaleCluster scaleCluster;
  private final ExtendCluster extendCluster;
  private final ClusterMeters meters;

  public ClusterActions(
      RequestCluster request,
      ExplainCluster explain,
      DeleteCluster delete,
      ScaleCluster scale,
      ExtendCluster extend,
      ClusterMeters meters) {
    this.requestCluster = request;
    this.explainCluster = explain;
    this.deleteCluster = delete;
    this.scaleCluster = scale;
    this.extendCluster = extend;
    this.meters = meters;
  }

  /**
   * A request that was taken on.
   *
   * @param repeated whether its idempotency key was used before, and this is the cluster of then
   * @param ready how long such clusters take until they answer
   * @param message for people
   */
  public record Taken(Cluster cluster, boolean repeated, Duration ready, String message) {}

  /**
   * Makes a durable cluster of a request.
   *
   * @param tree the request with the API's field names
   * @throws InvalidInput with every mistake in it
   * @throws Refusal if it is not taken on
   */
  public Taken request(@Nullable Object tree, Caller caller) {
    Taken taken =
        requestCluster
            .request(ClusterRequestForm.read(tree, caller.user()), caller)
            .fold(new RequestAnswers(meters));
    LOG.atInfo()
        .addKeyValue("cluster_id", taken.cluster().id())
        .addKeyValue("team", taken.cluster().request().team())
        .addKeyValue("user", taken.cluster().request().user())
        .addKeyValue("backend", taken.cluster().backend())
        .addKeyValue("repeated", taken.repeated())
        .log("cluster accepted");
    return taken;
  }

  /**
   * What would become of a request; nothing does.
   *
   * @param tree the request with the API's field names
   * @throws InvalidInput with every mistake in it
   * @throws Refusal if it would not be taken on
   */
  public ForecastView explain(@Nullable Object tree, Caller caller) {
    ClusterForecast forecast =
        explainCluster.explain(ClusterRequestForm.read(tree, caller.user()), caller);
    if (forecast instanceof ClusterForecast.Taken taken) {
      return ForecastView.of(taken);
    }
    ((ClusterForecast.Refused) forecast).answer().fold(new RequestAnswers(meters));
    throw new IllegalStateException("a refusal that refuses nothing");
  }

  /**
   * A change that was taken on.
   *
   * @param changed false if there was nothing to do
   */
  public record Change(Cluster cluster, boolean changed) {}

  /**
   * The end of a cluster, asked for.
   *
   * @param message for people
   */
  public record Deletion(Cluster cluster, String message) {}

  /** Asks for the end of a cluster. */
  public Deletion delete(ClusterId id, boolean force, Caller caller) {
    log("delete", id, caller);
    Cluster cluster = deleteCluster.delete(id, force, caller).fold(new ChangeAnswers(id)).cluster();
    return new Deletion(
        cluster, cluster.ended() ? "The cluster is over" : "The cluster's server is being stopped");
  }

  private record Scaling(ClusterShape shape, boolean force) {}

  /**
   * Asks for another size.
   *
   * @param tree one of {@code new_size} and {@code new_resources}, and maybe {@code force}
   */
  public Change scale(ClusterId id, @Nullable Object tree, Caller caller) {
    Scaling asked =
        InputObject.readRoot(
            tree,
            in -> {
              var shape = ClusterShapeForm.read(in, "new_size", "new_resources");
              var force = in.optional("force", bool(), false);
              return in.build(() -> new Scaling(shape.get(), force.get()));
            });
    log("scale", id, caller);
    return scaleCluster.scale(id, asked.shape(), asked.force(), caller).fold(new ChangeAnswers(id));
  }

  /**
   * Moves a cluster's end.
   *
   * @param tree with {@code extension}
   */
  public Change extend(ClusterId id, @Nullable Object tree, Caller caller) {
    Duration extension =
        InputObject.readRoot(tree, in -> in.build(in.required("extension", Ttl.lengthReader())));
    log("extend", id, caller);
    return extendCluster.extend(id, extension, caller).fold(new ChangeAnswers(id));
  }

  private static void log(String what, ClusterId id, Caller caller) {
    LOG.atInfo()
        .addKeyValue("cluster_id", id)
        .addKeyValue("user", caller.user())
        .addKeyValue("change", what)
        .log("change of a cluster asked for");
  }
}
