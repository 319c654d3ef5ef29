package io.switchyard.app.grpc;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.switchyard.domain.cluster.ClusterId;
import io.switchyard.grpc.v1.Cluster;
import io.switchyard.grpc.v1.ClusterEventsRequest;
import io.switchyard.grpc.v1.ClusterEventsResponse;
import io.switchyard.grpc.v1.ClusterLogsRequest;
import io.switchyard.grpc.v1.ClusterServiceGrpc;
import io.switchyard.grpc.v1.DeleteClusterRequest;
import io.switchyard.grpc.v1.DeleteClusterResponse;
import io.switchyard.grpc.v1.ExtendTtlRequest;
import io.switchyard.grpc.v1.Forecast;
import io.switchyard.grpc.v1.GetClusterRequest;
import io.switchyard.grpc.v1.ListClustersRequest;
import io.switchyard.grpc.v1.ListClustersResponse;
import io.switchyard.grpc.v1.LogChunk;
import io.switchyard.grpc.v1.RequestClusterRequest;
import io.switchyard.grpc.v1.RequestClusterResponse;
import io.switchyard.grpc.v1.ScaleClusterRequest;
import io.switchyard.grpc.v1.WatchClusterRequest;

/** The service as gRPC calls it. What a method throws is answered by {@link CallGuard}. */
final class ClusterStubs extends ClusterServiceGrpc.ClusterServiceImplBase {

  private final ClusterCalls clusters;
  private final LogCalls logs;
  private final Watched<ClusterId, ?, Cluster> watched;

  ClusterStubs(ClusterCalls clusters, LogCalls logs, Watched<ClusterId, ?, Cluster> watched) {
    this.clusters = clusters;
    this.logs = logs;
    this.watched = watched;
  }

  @Override
  public void request(RequestClusterRequest request, StreamObserver<RequestClusterResponse> out) {
    answer(out, clusters.request(request, CallGuard.caller()));
  }

  @Override
  public void explain(RequestClusterRequest request, StreamObserver<Forecast> out) {
    answer(out, clusters.explain(request, CallGuard.caller()));
  }

  @Override
  public void get(GetClusterRequest request, StreamObserver<Cluster> out) {
    answer(out, clusters.get(request, CallGuard.caller()));
  }

  @Override
  public void list(ListClustersRequest request, StreamObserver<ListClustersResponse> out) {
    answer(out, clusters.list(request, CallGuard.caller()));
  }

  @Override
  public void delete(DeleteClusterRequest request, StreamObserver<DeleteClusterResponse> out) {
    answer(out, clusters.delete(request, CallGuard.caller()));
  }

  @Override
  public void scale(ScaleClusterRequest request, StreamObserver<Cluster> out) {
    answer(out, clusters.scale(request, CallGuard.caller()));
  }

  @Override
  public void extendTtl(ExtendTtlRequest request, StreamObserver<Cluster> out) {
    answer(out, clusters.extend(request, CallGuard.caller()));
  }

  @Override
  public void events(ClusterEventsRequest request, StreamObserver<ClusterEventsResponse> out) {
    answer(out, clusters.events(request, CallGuard.caller()));
  }

  @Override
  public void logs(ClusterLogsRequest request, StreamObserver<LogChunk> out) {
    logs.ofCluster(request, CallGuard.caller(), (ServerCallStreamObserver<LogChunk>) out);
  }

  @Override
  public void watchCluster(WatchClusterRequest request, StreamObserver<Cluster> out) {
    watched.watch(
        ClusterCalls.id(Messages.tree(request)),
        CallGuard.caller(),
        (ServerCallStreamObserver<Cluster>) out);
  }

  private static <A> void answer(StreamObserver<A> out, A answer) {
    out.onNext(answer);
    out.onCompleted();
  }
}
