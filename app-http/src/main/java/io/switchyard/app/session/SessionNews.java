package io.switchyard.app.session;

import io.switchyard.domain.placement.Environment;
import io.switchyard.domain.session.Session;
import io.switchyard.domain.session.SessionEnd;
import io.switchyard.ports.session.Call;
import io.switchyard.ports.session.CallEnd;
import io.switchyard.ports.session.CallRefused;
import io.switchyard.ports.session.Route;
import io.switchyard.ports.session.SessionObserver;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs and counts what happens to sessions. */
final class SessionNews implements SessionObserver {

  private static final Logger LOG = LoggerFactory.getLogger("io.switchyard.sessions");

  /** Refusals told in a second; whoever attacks must not fill the log. */
  private static final int REFUSALS = 10;

  private static final long SECOND = 1_000_000_000L;

  private final SessionMeters meters;
  private final AtomicLong second = new AtomicLong();
  private final AtomicInteger told = new AtomicInteger();

  SessionNews(SessionMeters meters) {
    this.meters = meters;
  }

  @Override
  public void opened(Session session, @Nullable Environment environment) {
    meters.opened(session, environment);
    LOG.atInfo()
        .addKeyValue("session_id", session.id())
        .addKeyValue("spark_session_id", session.key().sessionId())
        .addKeyValue("team", session.key().team())
        .addKeyValue("user", session.key().user())
        .addKeyValue("cluster_id", session.cluster())
        .addKeyValue("job_id", session.job())
        .addKeyValue("client", session.clientVersion())
        .log("session opened");
  }

  @Override
  public void ended(Session session) {
    SessionEnd end = session.end();
    if (end != null) {
      meters.ended(session, end);
      LOG.atInfo()
          .addKeyValue("session_id", session.id())
          .addKeyValue("spark_session_id", session.key().sessionId())
          .addKeyValue("team", session.key().team())
          .addKeyValue("user", session.key().user())
          .addKeyValue("cluster_id", session.cluster())
          .addKeyValue("job_id", session.job())
          .addKeyValue("reason", end.reason())
          .addKeyValue("by", end.by())
          .addKeyValue("operations", session.operations())
          .log("session ended");
    }
  }

  @Override
  public void refused(Call call, @Nullable String user, CallRefused why) {
    meters.arrived(why.reason());
    long now = System.nanoTime() / SECOND;
    if (second.getAndSet(now) != now) {
      int untold = told.getAndSet(0) - REFUSALS;
      if (untold > 0) {
        LOG.atWarn().addKeyValue("calls", untold).log("more calls refused");
      }
    }
    if (told.incrementAndGet() <= REFUSALS) {
      LOG.atWarn()
          .addKeyValue("method", call.method())
          .addKeyValue("authority", call.authority())
          .addKeyValue("spark_session_id", call.sessionId())
          .addKeyValue("user", user)
          .addKeyValue("reason", why.reason())
          .addKeyValue("error", why.getMessage())
          .log("call refused");
    }
  }

  @Override
  public void called(Call call, Route route, CallEnd end, @Nullable Environment environment) {
    meters.arrived(null);
    meters.called(call, route, end, environment);
  }

  @Override
  public void interrupted(Route route, String operationId) {
    LOG.atInfo()
        .addKeyValue("spark_session_id", route.session().sessionId())
        .addKeyValue("team", route.session().team())
        .addKeyValue("user", route.session().user())
        .addKeyValue("cluster_id", route.cluster())
        .addKeyValue("job_id", route.job())
        .addKeyValue("operation_id", operationId)
        .log("operation of a vanished client interrupted");
  }
}
