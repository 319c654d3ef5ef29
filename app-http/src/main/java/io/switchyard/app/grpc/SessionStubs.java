package io.switchyard.app.grpc;

import static io.switchyard.domain.input.InputReader.text;

import io.grpc.stub.StreamObserver;
import io.switchyard.app.http.Json;
import io.switchyard.app.http.SessionActions;
import io.switchyard.domain.input.InputObject;
import io.switchyard.grpc.v1.CloseSessionRequest;
import io.switchyard.grpc.v1.CloseSessionResponse;
import io.switchyard.grpc.v1.GetSessionRequest;
import io.switchyard.grpc.v1.ListSessionsRequest;
import io.switchyard.grpc.v1.ListSessionsResponse;
import io.switchyard.grpc.v1.Session;
import io.switchyard.grpc.v1.SessionServiceGrpc;
import io.switchyard.ports.session.ListSessions;
import java.util.Map;

/** The sessions as gRPC calls them. What a method throws is answered by {@link CallGuard}. */
final class SessionStubs extends SessionServiceGrpc.SessionServiceImplBase {

  private final SessionActions actions;

  SessionStubs(SessionActions actions) {
    this.actions = actions;
  }

  @Override
  public void get(GetSessionRequest request, StreamObserver<Session> out) {
    var view = actions.get(id(Messages.tree(request)), CallGuard.caller());
    answer(out, Messages.fill(Session.newBuilder(), Json.tree(view)).build());
  }

  @Override
  public void list(ListSessionsRequest request, StreamObserver<ListSessionsResponse> out) {
    ListSessions.Query query =
        InputObject.readRoot(
            Messages.tree(request), in -> SessionActions.query(in, text(), SessionActions.limit()));
    var page = actions.list(query, CallGuard.caller());
    answer(out, Messages.fill(ListSessionsResponse.newBuilder(), Json.tree(page)).build());
  }

  @Override
  public void close(CloseSessionRequest request, StreamObserver<CloseSessionResponse> out) {
    var closed = actions.close(id(Messages.tree(request)), CallGuard.caller());
    answer(out, Messages.fill(CloseSessionResponse.newBuilder(), Json.tree(closed)).build());
  }

  private static String id(Map<String, ?> tree) {
    Object given = tree.get("id");
    return given == null ? "" : given.toString();
  }

  private static <A> void answer(StreamObserver<A> out, A answer) {
    out.onNext(answer);
    out.onCompleted();
  }
}
