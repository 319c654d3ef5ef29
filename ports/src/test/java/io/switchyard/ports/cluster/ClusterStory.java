package io.switchyard.ports.cluster;

import static io.switchyard.ports.cluster.ClusterExamples.ANNA;
import static org.assertj.core.api.Assertions.assertThat;

import io.switchyard.domain.cluster.Cluster;
import io.switchyard.domain.cluster.ClusterId;
import io.switchyard.domain.cluster.ClusterPolicy;
import io.switchyard.domain.cluster.ClusterQuota;
import io.switchyard.domain.cluster.ClusterRequest;
import io.switchyard.domain.cluster.ClusterShape;
import io.switchyard.domain.cluster.ClusterSize;
import io.switchyard.domain.cluster.Ttl;
import io.switchyard.domain.job.ExecutorResources;
import io.switchyard.domain.job.Resources;
import io.switchyard.ports.Disturbance;
import io.switchyard.ports.TroubledProcess;
import io.switchyard.ports.cluster.ClusterStep.Advance;
import io.switchyard.ports.cluster.ClusterStep.Ask;
import io.switchyard.ports.cluster.ClusterStep.Befalls;
import io.switchyard.ports.cluster.ClusterStep.Delete;
import io.switchyard.ports.cluster.ClusterStep.Extend;
import io.switchyard.ports.cluster.ClusterStep.Late;
import io.switchyard.ports.cluster.ClusterStep.NextLaunch;
import io.switchyard.ports.cluster.ClusterStep.Pass;
import io.switchyard.ports.cluster.ClusterStep.Scale;
import io.switchyard.ports.job.SettableClock;
import io.switchyard.ports.placement.Backends;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What befalls clusters from their request to their end: clients, processes that die or stand still
 * between any two calls of a port, a backend that is away, full, or loses and delays requests and
 * answers, and servers that die, in any order. After every step, and at the end of all work, what
 * the store and the backend say must be what {@link ClusterStoryModel} permits.
 */
public final class ClusterStory {

  static final ClusterPolicy POLICY =
      new ClusterPolicy(
          null,
          null,
          Duration.ofSeconds(30),
          2,
          Duration.ofSeconds(90),
          Duration.ofSeconds(60),
          ClusterQuota.NONE);

  /** Enough for every lease, delay and patience to run out more than once. */
  private static final int LAST_PASSES = 100;

  private static final Catalogs CATALOGS = new Catalogs(Map.of());

  private final Clusters clusters;
  private final ClusterIds ids;
  private final String prefix;
  private final SettableClock clock;
  private final StoryServers servers = new StoryServers();
  private final ClusterStoryModel model;

  /**
   * @param ids that no story before had on the same store
   * @param prefix of the names of clusters, new on this store
   * @param clock that goes on from story to story on one store
   */
  public ClusterStory(Clusters clusters, ClusterIds ids, String prefix, SettableClock clock) {
    this.clusters = clusters;
    this.ids = ids;
    this.prefix = prefix;
    this.clock = clock;
    this.model = new ClusterStoryModel(clusters, servers);
  }

  /** Lets it all happen, and then everything come to rest, and to its end. */
  public void tell(List<ClusterStep> steps) {
    for (ClusterStep step : steps) {
      happen(step);
      model.check();
    }
    servers.calm();
    rest();
    model.checkRest(clock.instant());
    for (Cluster cluster : model.clusters()) {
      happen(new Delete(model.clusters().indexOf(cluster), true, null));
    }
    rest();
    model.checkEnd();
  }

  private void rest() {
    for (int i = 0; i < LAST_PASSES; i++) {
      model.clusters().forEach(servers::listen);
      clock.advance(Duration.ofSeconds(5));
      happen(new Advance(null));
      model.check();
    }
  }

  private void happen(ClusterStep step) {
    try {
      if (step instanceof Ask ask) {
        ask(ask);
      } else if (step instanceof Advance pass) {
        advance(pass.disturbance());
      } else if (step instanceof NextLaunch next) {
        servers.next(next.answer());
      } else if (step instanceof ClusterStep.Backend backend) {
        servers.away(backend.away());
      } else if (step instanceof Late) {
        servers.deliverLate();
      } else if (step instanceof Pass pass) {
        clock.advance(Duration.ofSeconds(pass.seconds()));
      } else if (!model.clusters().isEmpty()) {
        toCluster(step);
      }
    } catch (TroubledProcess.Death dead) {
      // Whoever else there is goes on.
    }
  }

  private Cluster cluster(int number) {
    return model.clusters().get(number % model.clusters().size());
  }

  private void toCluster(ClusterStep step) {
    if (step instanceof Befalls befalls) {
      servers.befall(cluster(befalls.cluster()), befalls.fate());
    } else if (step instanceof Delete delete) {
      ClusterId id = cluster(delete.cluster()).id();
      var use = new DeleteCluster(process(delete.disturbance()), cluster -> 0, clock);
      model.deleting(id);
      model.deleted(id, use.delete(id, delete.force(), ANNA));
    } else if (step instanceof Scale scale) {
      scale(scale);
    } else if (step instanceof Extend extend) {
      var use = new ExtendCluster(process(extend.disturbance()), (t, e) -> POLICY, clock);
      assertThat(use.extend(cluster(extend.cluster()).id(), Duration.ofMinutes(5), ANNA))
          .isNotNull();
    }
  }

  private void scale(Scale step) {
    ClusterId id = cluster(step.cluster()).id();
    TroubledProcess<ClusterStep> client = new TroubledProcess<>(step.disturbance(), this::happen);
    var use =
        new ScaleCluster(
            client.port(Clusters.class, clusters),
            new Backends(List.of(servers.as(client))),
            (team, environment) -> POLICY,
            cluster -> 0,
            clock);
    assertThat(use.scale(id, shape(step.shape()), step.force(), ANNA)).isNotNull();
  }

  private Clusters process(@Nullable Disturbance<ClusterStep> disturbance) {
    return new TroubledProcess<>(disturbance, this::happen).port(Clusters.class, clusters);
  }

  private static ClusterShape shape(ClusterStep.Shape shape) {
    return switch (shape) {
      case SMALL -> ClusterShape.of(ClusterSize.SMALL);
      case MEDIUM -> ClusterShape.of(ClusterSize.MEDIUM);
      case MORE -> {
        Resources small = ClusterShape.of(ClusterSize.SMALL).resources();
        ExecutorResources each = small.executor();
        yield ClusterShape.custom(
            new Resources(
                small.driver(), new ExecutorResources(5, each.cores(), each.memory(), null, null)));
      }
    };
  }

  private void ask(Ask step) {
    TroubledProcess<ClusterStep> client = new TroubledProcess<>(step.disturbance(), this::happen);
    Clusters seen = client.port(Clusters.class, clusters);
    var use =
        new RequestCluster(
            seen,
            new ClusterPlaces(
                new Backends(List.of(servers.as(client))),
                Set.of(ClusterExamples.REGION),
                CATALOGS),
            (team, environment) -> POLICY,
            ClusterExamples.NAMES,
            new ReadyEstimate(seen, Duration.ofSeconds(30)),
            ids,
            clock);
    String name = prefix + "c" + step.name();
    String key = step.keyed() ? name + "k" : null;
    ClusterRequest request = brief(ClusterExamples.request(name, key), step.brief());
    model.asked(request, use.request(request, ANNA));
  }

  private static ClusterRequest brief(ClusterRequest plain, boolean brief) {
    return new ClusterRequest(
        plain.team(),
        plain.user(),
        null,
        plain.name(),
        plain.environment(),
        plain.region(),
        plain.shape(),
        plain.catalogs(),
        new Ttl(brief ? Duration.ofMinutes(2) : Duration.ofDays(1)),
        null,
        null,
        plain.settings(),
        plain.idempotencyKey());
  }

  private void advance(@Nullable Disturbance<ClusterStep> disturbance) {
    TroubledProcess<ClusterStep> process = new TroubledProcess<>(disturbance, this::happen);
    var pass =
        new AdvanceClusters(
            process.port(Clusters.class, clusters),
            new Backends(List.of(servers.as(process))),
            CATALOGS,
            (team, environment) -> POLICY,
            process.port(ConnectProbe.class, servers.probe()),
            ids,
            clock,
            ClusterCadence.DEFAULT);
    assertThat(pass.advance()).isNotNegative();
  }
}
