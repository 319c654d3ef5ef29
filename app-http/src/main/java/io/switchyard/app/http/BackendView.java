package io.switchyard.app.http;

import io.switchyard.domain.placement.BackendTerms;
import io.switchyard.domain.placement.Condition;
import io.switchyard.domain.placement.Environment;
import io.switchyard.domain.placement.Region;
import io.switchyard.ports.placement.BackendReport;
import io.switchyard.ports.placement.BackendState;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A backend as the API shows it. */
public record BackendView(
    String backendId,
    String kind,
    List<String> regions,
    List<String> environments,
    List<String> teams,
    boolean runsClusters,
    int preference,
    int weight,
    double cost,
    @Nullable Long maxCores,
    @Nullable Long maxMemoryMb,
    int placed,
    long cores,
    long memoryMb,
    String health,
    @Nullable String healthSince,
    @Nullable String healthMessage,
    double share,
    boolean draining,
    @Nullable String drainingSince,
    @Nullable String drainedBy) {

  static BackendView of(BackendReport report) {
    var place = report.backend().place();
    BackendTerms terms = report.terms();
    Condition condition = report.state().condition();
    BackendState.@Nullable Drain drain = report.state().drain();
    return new BackendView(
        report.backend().id().value(),
        place.kind().word(),
        place.regions().stream().map(Region::value).sorted().toList(),
        place.environments().stream().map(Environment::word).sorted().toList(),
        terms.teams().stream().sorted().toList(),
        report.backend().runsClusters(),
        terms.order(),
        terms.weight(),
        terms.cost(),
        terms.cores(),
        terms.memoryMb(),
        report.taken().jobs(),
        report.taken().cores(),
        report.taken().memoryMb(),
        condition.health().name(),
        condition.since().equals(Instant.EPOCH) ? null : condition.since().toString(),
        condition.why().isEmpty() ? null : condition.why(),
        report.share(),
        drain != null,
        drain == null ? null : drain.since().toString(),
        drain == null ? null : drain.by());
  }
}
