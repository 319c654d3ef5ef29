package io.switchyard.adapters.jdbi;

import static java.util.Objects.requireNonNull;

import io.switchyard.domain.cluster.ClusterState;
import io.switchyard.domain.cluster.ClusterState.Ended;
import io.switchyard.domain.cluster.ClusterState.Launching;
import io.switchyard.domain.cluster.ClusterState.OnBackend;
import io.switchyard.domain.cluster.ClusterState.Pending;
import io.switchyard.domain.cluster.ClusterState.Running;
import io.switchyard.domain.cluster.ClusterState.Scaling;
import io.switchyard.domain.cluster.ClusterState.Serving;
import io.switchyard.domain.cluster.ClusterState.Starting;
import io.switchyard.domain.cluster.ClusterState.Terminating;
import io.switchyard.domain.cluster.ClusterState.TerminatingLaunch;
import io.switchyard.domain.cluster.EndReason;
import io.switchyard.domain.cluster.EndReason.Goal;
import io.switchyard.domain.cluster.ServerAddress;
import io.switchyard.domain.job.BackendHandle;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The state of a cluster as columns. */
record ClusterStateRow(
    String word,
    Instant since,
    String message,
    @Nullable String handle,
    @Nullable String host,
    @Nullable Integer port,
    @Nullable String goal) {

  /** The words of states that can still change. */
  static final List<String> LIVE =
      List.of(
          "PENDING",
          "LAUNCHING",
          "STARTING",
          "RUNNING",
          "SCALING",
          "TERMINATING_LAUNCH",
          "TERMINATING");

  static ClusterStateRow of(ClusterState state) {
    String handle = state instanceof OnBackend on ? on.handle().value() : null;
    ServerAddress address = state instanceof Serving serving ? serving.address() : null;
    EndReason reason = reason(state);
    return new ClusterStateRow(
        wordOf(state),
        requireNonNull(Column.storable(state.since())),
        requireNonNull(Column.storable(messageOf(state, reason))),
        handle,
        address == null ? null : address.host(),
        address == null ? null : address.port(),
        reason == null ? null : reason.goal().name());
  }

  private static String wordOf(ClusterState state) {
    if (state instanceof Pending) {
      return "PENDING";
    } else if (state instanceof Launching) {
      return "LAUNCHING";
    } else if (state instanceof Starting) {
      return "STARTING";
    } else if (state instanceof Running) {
      return "RUNNING";
    } else if (state instanceof Scaling) {
      return "SCALING";
    } else if (state instanceof TerminatingLaunch) {
      return "TERMINATING_LAUNCH";
    } else if (state instanceof Terminating) {
      return "TERMINATING";
    }
    return ((Ended) state).asAsked() ? "TERMINATED" : "FAILED";
  }

  private static @Nullable EndReason reason(ClusterState state) {
    if (state instanceof TerminatingLaunch terminating) {
      return terminating.reason();
    }
    return state instanceof Terminating terminating ? terminating.reason() : null;
  }

  private static String messageOf(ClusterState state, @Nullable EndReason reason) {
    if (state instanceof Pending pending) {
      return pending.waitingFor();
    } else if (state instanceof Ended ended) {
      return ended.message();
    }
    return reason == null ? "" : reason.message();
  }

  /**
   * @throws IllegalArgumentException if this release does not know the word
   */
  ClusterState state() {
    return switch (word) {
      case "PENDING" -> new Pending(since, message);
      case "LAUNCHING" -> new Launching(since);
      case "STARTING" -> new Starting(there(), since);
      case "RUNNING" -> new Running(there(), address(), since);
      case "SCALING" -> new Scaling(there(), address(), since);
      case "TERMINATING_LAUNCH" -> new TerminatingLaunch(why(), since);
      case "TERMINATING" -> new Terminating(there(), why(), since);
      case "TERMINATED" -> new Ended(true, message, since);
      case "FAILED" -> new Ended(false, message, since);
      default -> throw new IllegalArgumentException("the cluster state " + word);
    };
  }

  private BackendHandle there() {
    return new BackendHandle(requireNonNull(handle, "handle"));
  }

  private ServerAddress address() {
    return new ServerAddress(
        requireNonNull(host, "address_host"), requireNonNull(port, "address_port"));
  }

  private EndReason why() {
    return new EndReason(Goal.valueOf(requireNonNull(goal, "goal")), message);
  }
}
