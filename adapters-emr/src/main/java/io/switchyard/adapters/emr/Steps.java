package io.switchyard.adapters.emr;

import io.switchyard.adapters.emr.Emr.Listed;
import io.switchyard.domain.job.Observation;
import io.switchyard.domain.job.Observation.Phase;
import io.switchyard.ports.TargetFailure;
import io.switchyard.ports.TargetFailure.Kind;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.emr.model.ClusterSummary;
import software.amazon.awssdk.services.emr.model.StepState;
import software.amazon.awssdk.services.emr.model.StepSummary;

/** What EMR says of steps: of all steps of a cluster at once, never of one at a time. */
final class Steps {

  private static final Logger LOG = LoggerFactory.getLogger(Steps.class);

  /** As many steps may wait or run on a cluster. */
  private static final int MOST_ACTIVE = 256;

  private static final Set<StepState> ACTIVE =
      Set.of(StepState.PENDING, StepState.RUNNING, StepState.CANCEL_PENDING);

  /** How long a count of active steps is believed. */
  private static final Duration COUNTED_FOR = Duration.ofSeconds(10);

  /** Ids of steps that are remembered, for their logs. */
  private static final int REMEMBERED = 10_000;

  private final Emr emr;
  private final Duration pollEvery;
  private final InstantSource clock;
  private final Set<String> unknownWords = ConcurrentHashMap.newKeySet();
  private final Map<String, Active> active = new ConcurrentHashMap<>();
  private final Map<StepRef, String> ids = new ConcurrentHashMap<>();

  private final Map<String, Seen<StepSummary>> lists = new ConcurrentHashMap<>();
  private final AtomicReference<@Nullable Seen<ClusterSummary>> clusters = new AtomicReference<>();

  private record Active(int steps, Instant at) {}

  /** A list, and of what was made after what time it is. */
  private record Seen<T>(Listed<T> list, Instant after, Instant at) {}

  /**
   * @param pollEvery how long a list is believed
   */
  Steps(Emr emr, Duration pollEvery, InstantSource clock) {
    this.emr = emr;
    this.pollEvery = pollEvery;
    this.clock = clock;
  }

  /** Of all these drivers; those that there is no record of are absent. */
  Map<StepRef, Observation> observe(Collection<StepRef> refs) {
    Map<StepRef, Observation> seen = new HashMap<>();
    refs.stream()
        .filter(ref -> !ref.own())
        .collect(Collectors.groupingBy(StepRef::cluster))
        .forEach((cluster, there) -> seen.putAll(onKnownCluster(cluster, there)));
    List<StepRef> own = refs.stream().filter(StepRef::own).toList();
    if (!own.isEmpty()) {
      seen.putAll(onOwnClusters(own));
    }
    seen.forEach(this::warnOfUnknown);
    return seen;
  }

  /** EMR forgets clusters after two months; that must not hide what runs on others. */
  private Map<StepRef, Observation> onKnownCluster(String cluster, List<StepRef> refs) {
    try {
      return onCluster(cluster, refs);
    } catch (TargetFailure failure) {
      if (failure.kind() == Kind.REJECTED) {
        return Map.of();
      }
      throw failure;
    }
  }

  private Map<StepRef, Observation> onCluster(String cluster, List<StepRef> refs) {
    Map<String, StepRef> sought =
        refs.stream().collect(Collectors.toMap(StepRef::mark, ref -> ref));
    Map<StepRef, Observation> seen = new HashMap<>();
    for (StepSummary step : list(cluster, sought.keySet())) {
      StepRef ref = sought.get(StepRef.markIn("" + step.name()));
      if (ref != null) {
        remember(ref, step.id());
        seen.put(ref, StepReading.of(step.status()));
      }
    }
    return seen;
  }

  private List<StepSummary> list(String cluster, Set<String> marks) {
    Seen<StepSummary> last = lists.get(cluster);
    if (last != null && fresh(last) && suffices(last.list(), marks(last.list().items()), marks)) {
      return last.list().items();
    }
    Listed<StepSummary> steps = emr.steps(cluster, there -> marks(there).containsAll(marks));
    int count =
        (int) steps.items().stream().filter(s -> ACTIVE.contains(s.status().state())).count();
    active.values().removeIf(old -> !believed(old));
    active.put(cluster, new Active(count, clock.instant()));
    lists.values().removeIf(old -> !fresh(old));
    lists.put(cluster, new Seen<>(steps, Instant.MIN, clock.instant()));
    return steps.items();
  }

  private boolean fresh(Seen<?> seen) {
    return clock.instant().isBefore(seen.at().plus(pollEvery));
  }

  private static boolean suffices(Listed<?> list, Set<String> there, Set<String> sought) {
    return list.complete() || there.containsAll(sought);
  }

  private List<ClusterSummary> clusters(
      Instant after, Set<String> sought, Function<List<ClusterSummary>, Set<String>> names) {
    Seen<ClusterSummary> last = clusters.get();
    if (last != null
        && fresh(last)
        && !after.isBefore(last.after())
        && suffices(last.list(), names.apply(last.list().items()), sought)) {
      return last.list().items();
    }
    Listed<ClusterSummary> listed =
        emr.clusters(after, there -> names.apply(there).containsAll(sought));
    clusters.set(new Seen<>(listed, after, clock.instant()));
    return listed.items();
  }

  private static Set<String> marks(List<StepSummary> steps) {
    return steps.stream().map(s -> StepRef.markIn("" + s.name())).collect(Collectors.toSet());
  }

  private Map<StepRef, Observation> onOwnClusters(List<StepRef> refs) {
    Map<String, StepRef> sought =
        refs.stream().collect(Collectors.toMap(StepRef::cluster, ref -> ref));
    Instant after = refs.stream().map(Steps::madeAfter).min(Instant::compareTo).orElseThrow();
    Map<StepRef, Observation> seen = new HashMap<>();
    for (ClusterSummary cluster : clusters(after, sought.keySet(), Steps::ids)) {
      StepRef ref = sought.get("" + cluster.id());
      if (ref != null) {
        seen.put(ref, ClusterReading.of(cluster.status()));
      }
    }
    return seen;
  }

  private static Set<String> ids(List<ClusterSummary> clusters) {
    return clusters.stream().map(ClusterSummary::id).collect(Collectors.toCollection(HashSet::new));
  }

  /** Execution ids begin with the time at which they were made. */
  private static Instant madeAfter(StepRef ref) {
    String digits = "0123456789abcdefghjkmnpqrstvwxyz";
    long millis = 0;
    for (char c : ref.execution().value().substring(5, 15).toCharArray()) {
      millis = millis * 32 + digits.indexOf(c);
    }
    return Instant.ofEpochMilli(millis).minus(Duration.ofHours(1));
  }

  private void warnOfUnknown(StepRef ref, Observation seen) {
    if (seen.phase() == Phase.UNKNOWN && unknownWords.add(seen.detail())) {
      LOG.atWarn()
          .addKeyValue("cluster", ref.cluster())
          .addKeyValue("said", seen.detail())
          .log("a state that is not known here");
    }
  }

  /** The step with a mark; empty if its cluster does not list it. */
  Optional<StepSummary> find(String cluster, String mark) {
    return list(cluster, Set.of(mark)).stream()
        .filter(step -> StepRef.markIn("" + step.name()).equals(mark))
        .findFirst();
  }

  /** The cluster whose name begins with a mark. */
  Optional<ClusterSummary> cluster(String mark, Instant madeAfter) {
    return clusters(madeAfter, Set.of(mark), Steps::namesOf).stream()
        .filter(cluster -> named(cluster, mark))
        .findFirst();
  }

  private static Set<String> namesOf(List<ClusterSummary> clusters) {
    return clusters.stream().map(c -> StepRef.markIn("" + c.name())).collect(Collectors.toSet());
  }

  private static boolean named(ClusterSummary cluster, String mark) {
    return StepRef.markIn("" + cluster.name()).equals(mark);
  }

  /** EMR's own id of a step; empty if its cluster does not list it. */
  Optional<String> id(StepRef ref) {
    String known = ids.get(ref);
    if (known != null) {
      return Optional.of(known);
    }
    Optional<String> found = find(ref.cluster(), ref.mark()).map(StepSummary::id);
    found.ifPresent(id -> remember(ref, id));
    return found;
  }

  private void remember(StepRef ref, String id) {
    if (ids.size() >= REMEMBERED) {
      ids.clear();
    }
    ids.put(ref, id);
  }

  /** Whether a cluster takes no more steps, as far as that is known. */
  boolean full(String cluster) {
    Active last = active.get(cluster);
    return last != null && last.steps() >= MOST_ACTIVE && believed(last);
  }

  private boolean believed(Active last) {
    return clock.instant().isBefore(last.at().plus(COUNTED_FOR));
  }

  void added(String cluster) {
    active.computeIfPresent(cluster, (id, last) -> new Active(last.steps() + 1, last.at()));
  }

  void refusedAsFull(String cluster) {
    active.put(cluster, new Active(MOST_ACTIVE, clock.instant()));
  }
}
