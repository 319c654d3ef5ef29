package io.switchyard.adapters.emr;

import io.switchyard.adapters.emr.EmrConfig.Clusters;

/** Jobs on a cluster for each job. */
final class OwnClusterIT extends EmrContract {

  @Override
  protected Clusters clusters(Aws aws) {
    return Examples.perJob();
  }
}
