package io.switchyard.ports.session;

import io.switchyard.domain.cluster.Cluster;
import io.switchyard.ports.session.SessionStep.Begin;
import io.switchyard.ports.session.SessionStep.How;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;

/** The calls of a {@link SessionStory} whose way is being found. */
final class StoryCalls {

  private record Routing(
      StoryProcess process,
      Call call,
      String user,
      CompletableFuture<Route> answer,
      Consumer<Route> then) {}

  private final SessionStoryModel model;
  private final List<Routing> routing = new ArrayList<>();

  StoryCalls(SessionStoryModel model) {
    this.model = model;
  }

  static String name(SessionStep.User user) {
    return user.name().toLowerCase(Locale.ROOT);
  }

  static Call call(Begin step, Cluster cluster) {
    Map<String, String> metadata = new HashMap<>();
    String authority = "localhost";
    if (step.how() == How.HOST) {
      authority = cluster.hosts().iterator().next();
    } else if (step.how() == How.ID) {
      metadata.put("x-switchyard-cluster", cluster.id().value());
    }
    String method =
        switch (step.method()) {
          case EXECUTE -> "ExecutePlan";
          case ANALYZE -> "AnalyzePlan";
          case REATTACH -> "ReattachExecute";
        };
    return new Call(
        "/spark.connect.SparkConnectService/" + method,
        authority,
        metadata,
        name(step.user()),
        SessionExamples.uuid(step.session()),
        // Too little to wait for a cluster, so that nothing waits.
        Duration.ofSeconds(1));
  }

  /**
   * Asks the process for the way of a call.
   *
   * @param then what is done if there is one
   */
  void route(StoryProcess process, Call call, String user, Consumer<Route> then) {
    model.calling(process);
    var answer = process.door().route().route(call).toCompletableFuture();
    routing.add(new Routing(process, call, user, answer, then));
    settle();
  }

  /** Those that found something out while another one of their process was at it have waited. */
  void settle() {
    for (Routing one : List.copyOf(routing)) {
      if ((one.answer().isDone() || one.process().store().dead()) && routing.remove(one)) {
        model.called(one.process());
        if (!one.process().store().dead()) {
          answered(one);
        }
      }
    }
  }

  private void answered(Routing one) {
    Route route;
    try {
      route = one.answer().join();
    } catch (CompletionException e) {
      model.refused(one.call(), one.user(), (CallRefused) e.getCause());
      return;
    }
    model.passed(one.process(), one.call(), one.user(), route);
    one.then().accept(route);
  }

  int waiting() {
    return routing.size();
  }
}
