package io.switchyard.gateway;

import io.switchyard.ports.session.Call;
import io.switchyard.ports.session.CallRefused;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a client is told of a call that has no route. */
final class Refusals {

  private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);

  private Refusals() {}

  /** A refusal in its own words; of anything else, nothing but that the call may be repeated. */
  static Status status(@Nullable Throwable failure, Call call) {
    Throwable cause = failure instanceof CompletionException e ? e.getCause() : failure;
    if (cause instanceof CallRefused refused) {
      return Status.of(refused, call.sessionId());
    }
    LOG.atError()
        .addKeyValue("method", call.method())
        .setCause(cause)
        .log("a call could not be routed");
    return Status.unavailable("the call cannot be routed now; try again");
  }
}
