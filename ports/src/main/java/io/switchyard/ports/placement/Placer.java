package io.switchyard.ports.placement;

import io.switchyard.domain.cluster.ClusterRequest;
import io.switchyard.domain.input.DidYouMean;
import io.switchyard.domain.input.Violation;
import io.switchyard.domain.job.Demand;
import io.switchyard.domain.job.JobId;
import io.switchyard.domain.job.JobRequest;
import io.switchyard.domain.placement.Environment;
import io.switchyard.domain.placement.PlacementAsk;
import io.switchyard.domain.placement.PlacementAsk.Wish;
import io.switchyard.domain.placement.Region;
import io.switchyard.domain.team.Team;
import io.switchyard.ports.placement.PlacementTerms.TeamPlace;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Chooses backends for requests. Blocks for the store. */
public record Placer(Fleet fleet, InstantSource clock) {

  /** Chooses the first backend that fits, whatever happens to it. */
  public static Placer inOrder(Backends backends, InstantSource clock) {
    return new Placer(Fleet.inOrder(backends, clock), clock);
  }

  /** What is wrong with the region that a job names; empty if nothing is. */
  public Optional<Violation> violation(JobRequest request) {
    Region region = request.place().region();
    Set<Region> known = fleet.terms().regions();
    if (region == null || known.isEmpty() || known.contains(region)) {
      return Optional.empty();
    }
    Set<String> words = new TreeSet<>();
    known.forEach(one -> words.add(one.value()));
    String fix =
        DidYouMean.among(words, region.value())
            .map(near -> "did you mean " + near + "?")
            .orElse("known: " + String.join(", ", words));
    return Optional.of(new Violation("region", region.value(), "is not a region", fix));
  }

  /** Where a job goes. */
  public Choice job(JobRequest request, JobId id) {
    return choosing(request, id).choose();
  }

  /** Where a job would go, with the reasons of every backend. */
  public Choice explainJob(JobRequest request, JobId id) {
    return choosing(request, id).explain();
  }

  private Choosing choosing(JobRequest request, JobId id) {
    Demand demand = Demand.of(request.resources());
    Wish wish = new Wish(request.place().region(), false, request.place().preferredBackend());
    PlacementAsk ask =
        ask(
            key(request.team(), request.idempotencyKey(), id.value()),
            request.team(),
            false,
            request.place().environment(),
            wish,
            demand.cores(),
            demand.memoryMb());
    return new Choosing(fleet, ask, backend -> backend.jobs().fit(request));
  }

  /**
   * Where a cluster goes.
   *
   * @param key what decides between equals if the request has no idempotency key
   */
  public Choice cluster(ClusterRequest request, String key) {
    return choosing(request, key).choose();
  }

  /** Where a cluster would go, with the reasons of every backend. */
  public Choice explainCluster(ClusterRequest request, String key) {
    return choosing(request, key).explain();
  }

  private Choosing choosing(ClusterRequest request, String key) {
    PlacementAsk ask =
        ask(
            key(request.team(), request.idempotencyKey(), key),
            request.team(),
            true,
            request.environment(),
            new Wish(request.region(), true, request.preferredBackend()),
            request.shape().cores(),
            request.shape().memoryMebibytes());
    return new Choosing(fleet, ask, backend -> backend.clusters().fit(request));
  }

  /** An idempotency key names the work before it has an id, so that it can be foretold. */
  private static String key(Team team, @Nullable String idempotencyKey, String id) {
    return idempotencyKey == null ? id : team + "/" + idempotencyKey;
  }

  private PlacementAsk ask(
      String key,
      Team team,
      boolean cluster,
      @Nullable Environment environment,
      Wish wish,
      long cores,
      long memoryMb) {
    TeamPlace place = fleet.terms().of(team);
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    return new PlacementAsk(
        key,
        team.name(),
        cluster,
        environment,
        place.residency(),
        wish,
        place.home(),
        cores,
        memoryMb,
        now);
  }
}
