package io.switchyard.app.http;

import io.switchyard.domain.cluster.ClusterShape;
import io.switchyard.domain.job.admission.Wait;
import io.switchyard.domain.placement.BackendTerms.Price;
import io.switchyard.ports.cluster.ClusterForecast;
import io.switchyard.ports.job.JobForecast;
import io.switchyard.ports.placement.Choice;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What would become of a request, as the API shows it. */
public record ForecastView(
    boolean dryRun,
    String backend,
    String kind,
    String sparkVersion,
    Map<String, String> sparkConfig,
    List<String> notes,
    PlacementView placement,
    @Nullable WaitView queue,
    DemandView demand,
    @Nullable CostView cost) {

  /** What would keep it from being launched at once. */
  public record WaitView(String reason, String message) {}

  /** What it would take of its team's limits and of the backend. */
  public record DemandView(long cores, long memoryMb) {}

  /**
   * @param perHour while it runs
   * @param atMost until it is stopped for its time; null if it has no end
   */
  public record CostView(String currency, double perHour, @Nullable Double atMost) {}

  static ForecastView of(JobForecast.Taken taken) {
    Wait wait = taken.queue();
    DemandView demand = new DemandView(taken.demand().cores(), taken.demand().memoryMb());
    var runFor = taken.request().policy().timeout();
    return of(
        taken.chosen(),
        taken.conf(),
        wait == null ? null : new WaitView(wait.reason().name(), wait.message()),
        demand,
        cost(taken.price(), demand, runFor == null ? null : runFor.toSeconds()));
  }

  static ForecastView of(ClusterForecast.Taken taken) {
    ClusterShape shape = taken.request().shape();
    DemandView demand = new DemandView(shape.cores(), shape.memoryMebibytes());
    var life = taken.request().ttl().duration();
    return of(
        taken.chosen(),
        taken.conf(),
        null,
        demand,
        cost(taken.price(), demand, life == null ? null : life.toSeconds()));
  }

  private static ForecastView of(
      Choice.Chosen chosen,
      Map<String, String> conf,
      @Nullable WaitView wait,
      DemandView demand,
      @Nullable CostView cost) {
    return new ForecastView(
        true,
        chosen.backend().id().value(),
        chosen.backend().place().kind().word(),
        chosen.sparkVersion().value(),
        new TreeMap<>(conf),
        chosen.notes(),
        PlacementView.shown(chosen.placement()),
        wait,
        demand,
        cost);
  }

  private static @Nullable CostView cost(
      @Nullable Price price, DemandView demand, @Nullable Long seconds) {
    if (price == null) {
      return null;
    }
    double hour = price.perHour(demand.cores(), demand.memoryMb());
    Double most = seconds == null ? null : Double.valueOf(rounded(hour * seconds / 3600));
    return new CostView(price.currency(), rounded(hour), most);
  }

  private static double rounded(double amount) {
    return Math.round(amount * 10_000) / 10_000.0;
  }
}
