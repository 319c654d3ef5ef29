package io.switchyard.agent;

import io.switchyard.agent.ClusterStatus.Application;
import io.switchyard.agent.ClusterStatus.Connect;
import io.switchyard.agent.ClusterStatus.Executor;
import io.switchyard.agent.ClusterStatus.Heap;
import io.switchyard.agent.ClusterStatus.Operation;
import io.switchyard.agent.ClusterStatus.Session;
import io.switchyard.agent.ClusterStatus.SessionKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A cluster with one operation in a session of anna's, and a session id that two users chose. */
final class FakeCluster implements Cluster {

  static final Instant START = Instant.parse("2026-05-01T10:00:00Z");
  static final SessionKey ANNAS = new SessionKey("anna", "s-1");
  static final SessionKey SHARED = new SessionKey("anna", "s-2");
  static final SessionKey SHARED_TOO = new SessionKey("ben", "s-2");

  final List<Object> done = new ArrayList<>();

  @Override
  public ClusterStatus status() {
    Session busy = new Session(ANNAS, START.plusSeconds(1), START.plusSeconds(9));
    Session one = new Session(SHARED, START.plusSeconds(2), START.plusSeconds(2));
    Session other = new Session(SHARED_TOO, START.plusSeconds(3), START.plusSeconds(3));
    return new ClusterStatus(
        new Application("4.1.2", "app-1", null, START),
        new Connect("127.0.0.1", 15002),
        START.plusSeconds(9),
        List.of(busy, one, other),
        List.of(new Operation("o-1", ANNAS, START.plusSeconds(8))),
        List.of(new Executor("0", "127.0.0.1", 2, 1024, 400, 3, 1, START.plusSeconds(4), false)),
        new Scaling.State(2, 1, 0, 40),
        new Heap(100, 600));
  }

  @Override
  public Scaling.State scale(int target) {
    done.add(target);
    return new Scaling.State(target, 1, 0, 40);
  }

  @Override
  public void closeSession(SessionKey session) {
    done.add(session);
  }

  @Override
  public boolean interrupt(Operation operation) {
    done.add(operation.id());
    return true;
  }
}
