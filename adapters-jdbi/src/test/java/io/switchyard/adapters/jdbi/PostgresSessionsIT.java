package io.switchyard.adapters.jdbi;

import io.switchyard.ports.session.SessionWork;
import io.switchyard.ports.session.Sessions;
import io.switchyard.ports.session.SessionsContract;
import org.junit.jupiter.api.extension.RegisterExtension;

final class PostgresSessionsIT extends SessionsContract {

  @RegisterExtension private final PostgresStore store = new PostgresStore();

  @Override
  protected Sessions sessions() {
    return store.get().sessions();
  }

  @Override
  protected SessionWork work() {
    return store.get().sessionWork();
  }
}
