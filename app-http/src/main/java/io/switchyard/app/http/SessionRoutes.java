package io.switchyard.app.http;

import io.javalin.http.Context;
import io.switchyard.domain.team.Caller;
import io.switchyard.ports.session.ListSessions;
import java.util.List;

/** {@code /api/v1/sessions}. */
final class SessionRoutes {

  private final SessionActions actions;
  private final Callers callers;

  SessionRoutes(SessionActions actions, Callers callers) {
    this.actions = actions;
    this.callers = callers;
  }

  List<Route> all() {
    return List.of(
        Route.get("/api/v1/sessions", this::list),
        Route.get("/api/v1/sessions/{id}", this::get),
        Route.delete("/api/v1/sessions/{id}", this::close));
  }

  private void list(Context ctx) {
    Caller caller = callers.of(ctx);
    ListSessions.Query query =
        Query.read(
            ctx,
            in ->
                SessionActions.query(in, Query.single(), Query.number(1, ListSessions.MAX_LIMIT)));
    Replies.ok(ctx, actions.list(query, caller));
  }

  private void get(Context ctx) {
    Caller caller = callers.of(ctx);
    Query.read(ctx, in -> in.build(() -> ctx));
    Replies.ok(ctx, actions.get(ctx.pathParam("id"), caller));
  }

  private void close(Context ctx) {
    Caller caller = callers.of(ctx);
    Query.read(ctx, in -> in.build(() -> ctx));
    Replies.ok(ctx, actions.close(ctx.pathParam("id"), caller));
  }
}
