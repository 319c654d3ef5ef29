package io.switchyard.ports.session;

import io.switchyard.domain.session.Session;

/** What became of opening a session. */
public sealed interface Pinning {

  /**
   * The key has this session.
   *
   * @param session maybe another one than was given, on another server, or one that is over
   * @param opened whether this call opened it
   */
  record Pinned(Session session, boolean opened) implements Pinning {}

  /** The team has as many as it may. */
  record OverLimit(long open, int limit) implements Pinning {}
}
