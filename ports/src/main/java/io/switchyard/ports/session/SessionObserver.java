package io.switchyard.ports.session;

import io.switchyard.domain.placement.Environment;
import io.switchyard.domain.session.Session;
import org.jspecify.annotations.Nullable;

/** Is told what happens to sessions, to log and count it; must not block. */
public interface SessionObserver {

  /**
   * A session was opened through this process.
   *
   * @param environment of its server; null if that may be of several
   */
  void opened(Session session, @Nullable Environment environment);

  /** A session was ended by this process. */
  void ended(Session session);

  /**
   * A call was not passed on.
   *
   * @param user null if nobody is known
   */
  void refused(Call call, @Nullable String user, CallRefused why);

  /**
   * A call that was passed on is over.
   *
   * @param environment of its server; null if that is not known any more, or may be of several
   */
  void called(Call call, Route route, CallEnd end, @Nullable Environment environment);

  /** The operations of a client that was gone were interrupted. */
  void interrupted(Route route, String operationId);
}
