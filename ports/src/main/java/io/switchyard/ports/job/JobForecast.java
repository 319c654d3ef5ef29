package io.switchyard.ports.job;

import io.switchyard.domain.job.Demand;
import io.switchyard.domain.job.JobRequest;
import io.switchyard.domain.job.admission.Wait;
import io.switchyard.domain.placement.BackendTerms.Price;
import io.switchyard.ports.placement.Choice;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What would become of a request. */
public sealed interface JobForecast {

  /**
   * It would not be taken on.
   *
   * @param answer what a submission would be told
   */
  record Refused(Submission answer) implements JobForecast {}

  /**
   * It would be taken on.
   *
   * @param chosen where it would go, with the reasons of every other backend
   * @param conf the Spark configuration that it would get there, without secrets
   * @param demand what it would take of its team's limits and of the backend
   * @param queue what would keep it from being launched at once; null if nothing would
   * @param price by which it is estimated; null if the backend has none
   */
  record Taken(
      JobRequest request,
      Choice.Chosen chosen,
      Map<String, String> conf,
      Demand demand,
      @Nullable Wait queue,
      @Nullable Price price)
      implements JobForecast {
    public Taken {
      conf = Map.copyOf(conf);
    }
  }
}
