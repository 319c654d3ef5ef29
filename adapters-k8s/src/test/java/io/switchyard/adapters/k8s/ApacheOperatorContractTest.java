package io.switchyard.adapters.k8s;

import io.switchyard.adapters.k8s.K8sConfig.Mode;
import io.switchyard.ports.job.JobIds;
import io.switchyard.ports.job.SequentialIds;

final class ApacheOperatorContractTest extends K8sContract {

  private final JobIds ids = new SequentialIds();

  @Override
  protected Mode mode() {
    return Mode.APACHE_OPERATOR;
  }

  @Override
  protected Site site() {
    return new MockSite();
  }

  @Override
  protected JobIds ids() {
    return ids;
  }
}
