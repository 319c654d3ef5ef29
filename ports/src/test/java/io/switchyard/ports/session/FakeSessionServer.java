package io.switchyard.ports.session;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Servers that note what they are told. */
public final class FakeSessionServer implements SessionServer {

  private final List<String> told = new CopyOnWriteArrayList<>();

  @Override
  public void interrupt(Route session, String operationId) {
    told.add("interrupt " + session.session().sessionId() + " " + operationId);
  }

  @Override
  public void release(Route session) {
    told.add("release " + session.session().sessionId());
  }

  /** Everything, in order. */
  public List<String> told() {
    return List.copyOf(told);
  }
}
