package io.switchyard.ports.session;

import io.switchyard.ports.Disturbance;
import org.jspecify.annotations.Nullable;

/**
 * One thing that happens in a {@link SessionStory}. Clusters, processes and calls are named by a
 * number, counted round those that there are, so that a step means something in every story.
 */
public sealed interface SessionStep {

  /** Who calls. */
  enum User {
    /** Of the team of the even clusters. */
    ANNA,
    /** Of the team of the odd clusters. */
    BORIS,
    /** Of all. */
    ROOT,
    /** Of the first team, to look only. */
    VERA
  }

  /** How a call names its cluster. */
  enum How {
    HOST,
    ID,
    NOT
  }

  /** What a call does. */
  enum Method {
    EXECUTE,
    ANALYZE,
    REATTACH
  }

  /** What befalls the server that a cluster has now. */
  enum Fate {
    DIES,
    /** Its cluster is deleted. */
    DELETED,
    /** An operation runs in each of its sessions. */
    BUSY,
    QUIET
  }

  /**
   * A call comes in and goes on until it is ended.
   *
   * @param session what its client calls it; other users may call theirs the same
   */
  record Begin(
      int process,
      User user,
      int session,
      How how,
      int cluster,
      Method method,
      @Nullable Disturbance<SessionStep> disturbance)
      implements SessionStep {}

  /** A call ends, or its client goes away. */
  record End(int call, boolean clientGone) implements SessionStep {}

  /** A client releases the session of a call. */
  record Release(int call, @Nullable Disturbance<SessionStep> disturbance) implements SessionStep {}

  /** A server makes another session of that of a call. */
  record CloneIt(int call, int session, @Nullable Disturbance<SessionStep> disturbance)
      implements SessionStep {}

  /** Somebody closes a session over the API. */
  record Close(int session, User user, @Nullable Disturbance<SessionStep> disturbance)
      implements SessionStep {}

  /** What a process does beside its calls. */
  record Keep(int process, @Nullable Disturbance<SessionStep> disturbance) implements SessionStep {}

  /** One pass of the work on sessions. */
  record Tend(@Nullable Disturbance<SessionStep> disturbance) implements SessionStep {}

  /** What was over for long is deleted. */
  record Forget() implements SessionStep {}

  /** A process is killed, and another one follows; the clients of its calls see it. */
  record Kill(int process) implements SessionStep {}

  record Befalls(int cluster, Fate fate) implements SessionStep {}

  /** The work on clusters, once they are due. */
  record Work() implements SessionStep {}

  /** From now on the store answers nobody, or everybody again. */
  record Store(boolean away) implements SessionStep {}

  /** From now on servers do not hear what they are told, or do again. */
  record Told(boolean away) implements SessionStep {}

  /** Time goes by, in which every process does what it does beside its calls. */
  record Pass(int seconds) implements SessionStep {}
}
