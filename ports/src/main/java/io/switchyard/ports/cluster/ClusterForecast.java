package io.switchyard.ports.cluster;

import io.switchyard.domain.cluster.ClusterRequest;
import io.switchyard.domain.placement.BackendTerms.Price;
import io.switchyard.ports.placement.Choice;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What would become of a request for a cluster. */
public sealed interface ClusterForecast {

  /**
   * It would not be taken on.
   *
   * @param answer what a request would be told
   */
  record Refused(Requesting answer) implements ClusterForecast {}

  /**
   * It would be taken on.
   *
   * @param chosen where it would go, with the reasons of every other backend
   * @param conf the Spark configuration that it asks for, without secrets
   * @param price by which it is estimated; null if the backend has none
   */
  record Taken(
      ClusterRequest request, Choice.Chosen chosen, Map<String, String> conf, @Nullable Price price)
      implements ClusterForecast {
    public Taken {
      conf = Map.copyOf(conf);
    }
  }
}
