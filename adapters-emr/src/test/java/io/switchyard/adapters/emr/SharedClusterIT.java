package io.switchyard.adapters.emr;

import io.switchyard.adapters.emr.EmrConfig.Clusters;

/** Jobs on a cluster that somebody else keeps. */
final class SharedClusterIT extends EmrContract {

  @Override
  protected Clusters clusters(Aws aws) {
    return aws.sharedCluster();
  }
}
