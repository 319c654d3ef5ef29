package io.switchyard.ports.job;

import io.switchyard.domain.callback.CallbackUrl;
import io.switchyard.domain.input.Violation;
import io.switchyard.domain.job.JobRequest;
import io.switchyard.domain.team.Caller;
import io.switchyard.domain.team.TeamQuotas;
import io.switchyard.ports.placement.Placer;
import java.util.List;
import java.util.Optional;

/** What is asked of a request before a backend is chosen, whether it is meant or a question. */
record SubmitChecks(Placer placer, CallbackPromise callbacks, TeamQuotas quotas) {

  /** Why the request is refused; empty if it is not. */
  Optional<Submission> refusal(JobRequest request, Caller by) {
    if (!by.mayChange(request.team())) {
      return Optional.of(new Submission.NotYourTeam(request.team()));
    }
    if (!by.mayActAs(request.user())) {
      return Optional.of(
          new Submission.Refused(
              List.of(
                  new Violation(
                      "user",
                      request.user(),
                      "is not the user of your credential, " + by.user(),
                      "leave the field out"))));
    }
    CallbackUrl url = request.callbackUrl();
    if (url != null) {
      Optional<Violation> refusal = callbacks.refusal(url, request.team());
      if (refusal.isPresent()) {
        return Optional.of(new Submission.CallbackRefused(refusal.get()));
      }
    }
    List<Violation> tooMuch = TeamFit.violations(request, quotas.of(request.team()));
    if (!tooMuch.isEmpty()) {
      return Optional.of(new Submission.OverLimit(tooMuch));
    }
    return placer.violation(request).map(wrong -> new Submission.Refused(List.of(wrong)));
  }
}
