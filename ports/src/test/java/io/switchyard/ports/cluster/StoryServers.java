package io.switchyard.ports.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchyard.domain.cluster.Cluster;
import io.switchyard.domain.cluster.ClusterId;
import io.switchyard.domain.cluster.ServerReport.Usage;
import io.switchyard.domain.job.ExecutionId;
import io.switchyard.domain.placement.BackendKind;
import io.switchyard.ports.TargetFailure;
import io.switchyard.ports.TargetFailure.Kind;
import io.switchyard.ports.TroubledProcess;
import io.switchyard.ports.cluster.ClusterStep.Answer;
import io.switchyard.ports.cluster.ClusterStep.Fate;
import io.switchyard.ports.job.FakeBackend;
import io.switchyard.ports.placement.Backend;
import io.switchyard.ports.placement.Place;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;

/** A backend that remembers what truly became of every server. */
final class StoryServers {

  private static final Set<String> OFFLINE = Set.of("fit", "scalesLive");

  private final FakeClusterBackend fake = new FakeClusterBackend();
  private final Set<ExecutionId> died = new HashSet<>();
  private boolean away;
  private int refusals;

  StoryServers() {
    fake.startSlowly();
  }

  /** The backend as one process sees it. */
  Backend as(TroubledProcess<?> process) {
    FakeBackend jobs = new FakeBackend();
    return new Backend(
        ClusterExamples.BACKEND,
        Place.anywhere(BackendKind.STANDALONE),
        jobs,
        jobs,
        process.port(ClusterLauncher.class, reachable()));
  }

  ConnectProbe probe() {
    return fake;
  }

  private ClusterLauncher reachable() {
    return (ClusterLauncher)
        Proxy.newProxyInstance(
            ClusterLauncher.class.getClassLoader(),
            new Class<?>[] {ClusterLauncher.class},
            (proxy, method, arguments) -> {
              if (away && !OFFLINE.contains(method.getName())) {
                throw TargetFailure.withoutEffect(Kind.UNREACHABLE, "the backend is away");
              }
              try {
                return method.invoke(fake, arguments);
              } catch (InvocationTargetException e) {
                throw Objects.requireNonNull(e.getCause());
              }
            });
  }

  void next(Answer answer) {
    IOException why = new IOException("read timed out");
    switch (answer) {
      case NO_ROOM -> fake.failNextLaunch(TargetFailure.withoutEffect(Kind.FULL, "no room"));
      case AWAY -> fake.failNextLaunch(TargetFailure.withoutEffect(Kind.UNREACHABLE, "refused"));
      case REFUSED -> {
        refusals++;
        fake.failNextLaunch(TargetFailure.withoutEffect(Kind.REJECTED, "says no"));
      }
      case REQUEST_LOST ->
          fake.failNextLaunch(TargetFailure.unknownEffect(Kind.UNREACHABLE, "no answer", why));
      case ANSWER_LOST ->
          fake.loseNextAnswer(TargetFailure.unknownEffect(Kind.UNREACHABLE, "no answer", why));
      case DELAYED ->
          fake.delayNextLaunch(TargetFailure.unknownEffect(Kind.UNREACHABLE, "no answer", why));
    }
  }

  void away(boolean now) {
    away = now;
  }

  void deliverLate() {
    fake.deliverLate();
  }

  /** From now on all goes well. */
  void calm() {
    away = false;
    fake.deliverLate();
    fake.calm();
  }

  private boolean lives(Cluster cluster) {
    return fake.livesNow(cluster);
  }

  void listen(Cluster cluster) {
    if (lives(cluster)) {
      fake.listen(cluster);
    }
  }

  void befall(Cluster cluster, Fate fate) {
    if (!lives(cluster)) {
      return;
    }
    switch (fate) {
      case LISTENS -> fake.listen(cluster);
      case DIES -> die(cluster);
      case VANISHES -> {
        die(cluster);
        fake.forget(cluster);
      }
      case USED -> fake.use(cluster, new Usage(1, 0, null));
      case UNUSED -> fake.use(cluster, Usage.NONE);
    }
  }

  private void die(Cluster cluster) {
    died.add(cluster.server().id());
    fake.die(cluster, "java.lang.OutOfMemoryError");
  }

  /** Whether a server of the cluster ever died by itself, or the backend ever refused one. */
  boolean mayHaveFailed(Cluster cluster) {
    return died.contains(cluster.server().id()) || refusals > 0;
  }

  long living(ClusterId cluster) {
    return fake.living(cluster);
  }

  long living() {
    return fake.living();
  }

  void assertServes(Cluster cluster) {
    assertThat(lives(cluster)).as("the server of %s lives", cluster).isTrue();
    assertThat(fake.executors(cluster))
        .as("executors of %s", cluster)
        .isEqualTo(cluster.shape().resources().executor().instances());
  }
}
