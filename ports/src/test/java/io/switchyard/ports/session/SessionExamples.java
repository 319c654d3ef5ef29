package io.switchyard.ports.session;

import io.switchyard.domain.cluster.ClusterId;
import io.switchyard.domain.session.ServerId;
import io.switchyard.domain.session.Session;
import io.switchyard.domain.session.SessionId;
import io.switchyard.domain.session.SessionKey;
import io.switchyard.domain.team.Team;
import io.switchyard.ports.cluster.ClusterExamples;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;

/** Sessions for tests. */
public final class SessionExamples {

  public static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  public static final ClusterId CLUSTER = new ClusterId("sc-feateng-dev-eu-west-1-aaaaaa");

  public static final ServerId SERVER = new ServerId.OfCluster(CLUSTER, 1);

  private SessionExamples() {}

  public static SessionId id(int number) {
    return new SessionId(String.format(Locale.ROOT, "ses-%026d", number));
  }

  public static String uuid(int number) {
    return String.format(Locale.ROOT, "00000000-0000-0000-0000-%012d", number);
  }

  public static SessionKey key(Team team, String user, int number) {
    return new SessionKey(team, user, uuid(number));
  }

  /** The number'th session of anna on the first server of {@link #CLUSTER}. */
  public static Session session(int number) {
    return session(number, key(ClusterExamples.TEAM, "anna", number));
  }

  public static Session session(int number, SessionKey key) {
    return Session.opened(id(number), key, SERVER, "grpc-test", START.plusSeconds(number));
  }

  /** Ids that count up. */
  public static SessionIds ids() {
    AtomicInteger next = new AtomicInteger();
    return () -> id(next.getAndIncrement());
  }
}
