package io.switchyard.ports.session;

final class InMemorySessionsTest extends SessionsContract {

  private final InMemorySessions sessions = new InMemorySessions();

  @Override
  protected Sessions sessions() {
    return sessions;
  }

  @Override
  protected SessionWork work() {
    return sessions;
  }
}
