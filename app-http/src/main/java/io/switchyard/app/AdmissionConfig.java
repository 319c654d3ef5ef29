package io.switchyard.app;

import static io.switchyard.domain.input.InputReader.integer;

import io.switchyard.domain.input.InputObject;
import io.switchyard.domain.job.admission.AdmissionPolicy;
import io.switchyard.domain.team.TeamQuotas;
import io.switchyard.ports.placement.Backend;
import io.switchyard.ports.placement.Backends;
import java.util.stream.Collectors;

/**
 * Who is let through.
 *
 * @param teams what each team may use
 * @param launchWindow how many jobs may wait to be launched on one backend, 1 to 10,000
 */
public record AdmissionConfig(TeamQuotas teams, int launchWindow) {

  public static final AdmissionConfig DEFAULT =
      new AdmissionConfig(TeamQuotas.NONE, AdmissionPolicy.DEFAULT_WINDOW);

  /** Reads launch_window, which may be left out. */
  static AdmissionConfig read(InputObject in) {
    var window = in.optional("launch_window", integer(1, 10_000), DEFAULT.launchWindow());
    return in.build(() -> new AdmissionConfig(TeamQuotas.NONE, window.get()));
  }

  AdmissionConfig with(TeamQuotas quotas) {
    return new AdmissionConfig(quotas, launchWindow);
  }

  AdmissionPolicy policy(Backends backends) {
    return new AdmissionPolicy(
        teams,
        launchWindow,
        backends.all().stream().map(Backend::id).collect(Collectors.toUnmodifiableSet()));
  }
}
