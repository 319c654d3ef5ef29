package io.switchyard.app.session;

import com.github.f4b6a3.ulid.UlidCreator;
import io.switchyard.domain.session.SessionId;
import io.switchyard.ports.session.SessionIds;
import java.util.Locale;

/** Ids that sort by when they were made. */
final class UlidSessionIds implements SessionIds {

  @Override
  public SessionId next() {
    return new SessionId(
        "ses-" + UlidCreator.getMonotonicUlid().toString().toLowerCase(Locale.ROOT));
  }
}
