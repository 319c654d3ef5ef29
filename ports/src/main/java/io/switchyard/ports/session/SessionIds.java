package io.switchyard.ports.session;

import io.switchyard.domain.session.SessionId;

/** Gives out ids that nobody had before. */
@FunctionalInterface
public interface SessionIds {

  SessionId next();
}
