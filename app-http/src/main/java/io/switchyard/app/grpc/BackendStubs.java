package io.switchyard.app.grpc;

import io.grpc.stub.StreamObserver;
import io.switchyard.app.http.BackendActions;
import io.switchyard.app.http.BackendView;
import io.switchyard.app.http.Json;
import io.switchyard.grpc.v1.Backend;
import io.switchyard.grpc.v1.BackendServiceGrpc;
import io.switchyard.grpc.v1.DrainBackendRequest;
import io.switchyard.grpc.v1.GetBackendRequest;
import io.switchyard.grpc.v1.ListBackendsRequest;
import io.switchyard.grpc.v1.ListBackendsResponse;
import io.switchyard.grpc.v1.ResumeBackendRequest;
import java.util.Map;

/** The backends as gRPC calls them. What a method throws is answered by {@link CallGuard}. */
final class BackendStubs extends BackendServiceGrpc.BackendServiceImplBase {

  private final BackendActions actions;

  BackendStubs(BackendActions actions) {
    this.actions = actions;
  }

  @Override
  public void list(ListBackendsRequest request, StreamObserver<ListBackendsResponse> out) {
    Messages.tree(request);
    answer(out, Messages.fill(ListBackendsResponse.newBuilder(), Json.tree(actions.all())).build());
  }

  @Override
  public void get(GetBackendRequest request, StreamObserver<Backend> out) {
    answer(out, message(actions.get(id(Messages.tree(request)))));
  }

  @Override
  public void drain(DrainBackendRequest request, StreamObserver<Backend> out) {
    String id = id(Messages.tree(request));
    answer(out, message(actions.drain(id, true, CallGuard.caller())));
  }

  @Override
  public void resume(ResumeBackendRequest request, StreamObserver<Backend> out) {
    String id = id(Messages.tree(request));
    answer(out, message(actions.drain(id, false, CallGuard.caller())));
  }

  private static Backend message(BackendView view) {
    return Messages.fill(Backend.newBuilder(), Json.tree(view)).build();
  }

  private static String id(Map<String, ?> tree) {
    Object given = tree.get("backend_id");
    return given == null ? "" : given.toString();
  }

  private static <A> void answer(StreamObserver<A> out, A answer) {
    out.onNext(answer);
    out.onCompleted();
  }
}
