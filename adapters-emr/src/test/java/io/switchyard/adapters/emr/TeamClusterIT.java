package io.switchyard.adapters.emr;

import io.switchyard.adapters.emr.EmrConfig.Clusters;

/** Jobs on clusters of teams. */
final class TeamClusterIT extends EmrContract {

  @Override
  protected Clusters clusters(Aws aws) {
    return Examples.perTeam();
  }
}
