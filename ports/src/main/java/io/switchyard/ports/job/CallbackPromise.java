package io.switchyard.ports.job;

import io.switchyard.domain.callback.CallbackUrl;
import io.switchyard.domain.input.Violation;
import io.switchyard.domain.team.Team;
import java.util.Optional;

/** Which callbacks are promised to those who submit jobs. */
public interface CallbackPromise {

  /** Promises none: nobody here sends any. */
  CallbackPromise NONE =
      (url, team) ->
          Optional.of(
              new Violation(
                  "callback_url",
                  url.shown(),
                  "asks for a callback, and none are sent from here",
                  "leave it out and ask for the job's status"));

  /** Why no callback can be promised; empty if it is. */
  Optional<Violation> refusal(CallbackUrl url, Team team);
}
