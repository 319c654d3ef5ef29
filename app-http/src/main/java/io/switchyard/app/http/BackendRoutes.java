package io.switchyard.app.http;

import io.javalin.http.Context;
import io.switchyard.domain.team.Caller;
import java.util.List;

/** {@code /api/v1/backends}. */
final class BackendRoutes {

  private final BackendActions actions;
  private final Callers callers;

  BackendRoutes(BackendActions actions, Callers callers) {
    this.actions = actions;
    this.callers = callers;
  }

  List<Route> all() {
    return List.of(
        Route.get("/api/v1/backends", this::list),
        Route.get("/api/v1/backends/{id}", this::get),
        Route.post("/api/v1/backends/{id}/drain", ctx -> drain(ctx, true)),
        Route.post("/api/v1/backends/{id}/resume", ctx -> drain(ctx, false)));
  }

  private void list(Context ctx) {
    caller(ctx);
    Replies.ok(ctx, actions.all());
  }

  private void get(Context ctx) {
    caller(ctx);
    Replies.ok(ctx, actions.get(ctx.pathParam("id")));
  }

  private void drain(Context ctx, boolean empty) {
    Replies.ok(ctx, actions.drain(ctx.pathParam("id"), empty, caller(ctx)));
  }

  private Caller caller(Context ctx) {
    Caller caller = callers.of(ctx);
    Query.read(ctx, in -> in.build(() -> caller));
    return caller;
  }
}
