package io.switchyard.app.http;

import java.util.List;
import java.util.stream.Stream;

/** Every route there is. */
public final class Routes {

  private final List<Route> all;

  Routes(
      SubmitRoute submit,
      JobRoutes jobs,
      LogRoute logs,
      EventRoutes events,
      ClusterRoutes clusters,
      ClusterLogRoute clusterLogs,
      SessionRoutes sessions,
      BackendRoutes backends,
      Health health,
      Meters meters,
      ApiDocs docs) {
    this.all =
        Stream.of(
                Stream.of(
                    Route.post("/api/v1/jobs", submit::submit),
                    Route.get("/api/v1/jobs", jobs::list),
                    Route.get("/api/v1/jobs/{id}", jobs::get),
                    Route.delete("/api/v1/jobs/{id}", jobs::cancel),
                    Route.get("/api/v1/jobs/{id}/logs", logs::logs),
                    Route.get("/api/v1/jobs/{id}/events", events::ofJob),
                    Route.get("/api/v1/events", events::ofTeams),
                    Route.get("/api/v1/clusters/{id}/logs", clusterLogs::logs),
                    Route.get("/health/live", health::live),
                    Route.get("/health/ready", health::ready),
                    Route.get("/metrics", meters::show),
                    Route.get("/openapi.json", docs::description)),
                clusters.all().stream(),
                sessions.all().stream(),
                backends.all().stream(),
                docs.pages().stream())
            .flatMap(all -> all)
            .toList();
  }

  List<Route> all() {
    return all;
  }
}
