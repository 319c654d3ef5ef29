package io.switchyard.adapters.k8s;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.switchyard.adapters.k8s.KubeWatch.End;
import io.switchyard.ports.TargetFailure;
import io.switchyard.ports.TargetFailure.Kind;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears of all objects of one kind that have some labels, in all namespaces: one list, and watches
 * that go on from where it was. A watch lasts for half a minute, so that a connection that died
 * without a word is found out; after a break the next one goes on from the last change that was
 * heard of, and if that is too long ago for the API server to know (410), all is listed again.
 */
final class Feed implements AutoCloseable {

  /** Who hears. Never called by two threads at once. */
  interface Listener {

    /** These are all there are. */
    void all(Iterable<GenericKubernetesResource> objects);

    /** It is there, and may have changed. */
    void there(GenericKubernetesResource object);

    /** It is gone; that is how it was in the end. */
    void gone(GenericKubernetesResource object);
  }

  private static final Logger LOG = LoggerFactory.getLogger(Feed.class);
  private static final Duration WATCH = Duration.ofSeconds(30);
  private static final Duration ANSWER = Duration.ofSeconds(10);
  private static final Duration RESYNC = Duration.ofMinutes(30);
  private static final long SHORTEST_PAUSE_MS = 200;
  private static final long LONGEST_PAUSE_MS = 5_000;

  private final Kube kube;
  private final ResourceDefinitionContext kind;
  private final Map<String, String> labels;
  private final Listener listener;
  private final InstantSource clock;
  private final Duration staleAfter;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final CountDownLatch first = new CountDownLatch(1);
  private final Thread thread;

  private @Nullable String version;
  private Instant listed = Instant.MIN;
  private volatile @Nullable TargetFailure failure;
  private volatile @Nullable Instant brokenSince;

  /**
   * @param staleAfter how long after a watch broke what was heard is still believed
   */
  Feed(
      Kube kube,
      ResourceDefinitionContext kind,
      Map<String, String> labels,
      Listener listener,
      InstantSource clock,
      Duration staleAfter) {
    this.kube = kube;
    this.kind = kind;
    this.labels = labels;
    this.listener = listener;
    this.clock = clock;
    this.staleAfter = staleAfter;
    this.thread = new Thread(this::run, "k8s-" + kind.getPlural());
    thread.setDaemon(true);
    thread.start();
  }

  /**
   * Returns if what was heard can be believed. Waits a moment for the first list.
   *
   * @throws TargetFailure why not, if it cannot
   */
  void requireFresh() {
    try {
      if (!first.await(ANSWER.toSeconds() / 2, TimeUnit.SECONDS)) {
        throw broken("the list of all drivers is not there yet");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw broken("interrupted");
    }
    Instant since = brokenSince;
    if (since != null && !clock.instant().isBefore(since.plus(staleAfter))) {
      throw broken("nothing was heard of drivers since " + since);
    }
  }

  private TargetFailure broken(String what) {
    TargetFailure why = failure;
    return why == null
        ? TargetFailure.withoutEffect(Kind.UNREACHABLE, what)
        : TargetFailure.withoutEffect(why.kind(), what + ": " + why.getMessage(), why);
  }

  private void run() {
    long pause = 0;
    while (!pausedUntilClosing(pause)) {
      long begun = System.nanoTime();
      try {
        if (version == null || !clock.instant().isBefore(listed.plus(RESYNC))) {
          list();
        }
        watch();
        boolean lasted = System.nanoTime() - begun > TimeUnit.SECONDS.toNanos(2);
        pause = lasted ? 0 : longer(pause);
      } catch (TargetFailure e) {
        failed(e);
        pause = longer(pause);
      } catch (RuntimeException e) {
        version = null;
        failed(TargetFailure.withoutEffect(Kind.BROKEN, "" + e, e));
        pause = longer(pause);
      }
    }
  }

  /** Not all at the same moment after an API server came back. */
  private static long longer(long pause) {
    long twice = Math.min(Math.max(pause * 2, SHORTEST_PAUSE_MS), LONGEST_PAUSE_MS);
    return twice / 2 + ThreadLocalRandom.current().nextLong(twice / 2 + 1);
  }

  private boolean pausedUntilClosing(long millis) {
    try {
      return closing.await(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      return true;
    }
  }

  private void failed(TargetFailure why) {
    if (closing.getCount() == 0) {
      return;
    }
    if (failure == null) {
      LOG.atWarn()
          .addKeyValue("kind", kind.getPlural())
          .addKeyValue("error", why.getMessage())
          .log("cannot hear of drivers; trying again");
    }
    failure = why;
    if (brokenSince == null) {
      brokenSince = clock.instant();
    }
  }

  private void list() {
    Kube.Listed all = kube.listReduced(kind, labels);
    listener.all(all.objects());
    version = all.version();
    listed = clock.instant();
    first.countDown();
  }

  private void watch() {
    Optional<KubeWatch> opened = kube.watch(kind, labels, "" + version, WATCH, this::hear);
    if (opened.isEmpty()) {
      version = null;
      return;
    }
    try (KubeWatch watch = opened.get()) {
      connected();
      version = end(watch) == End.TOO_OLD ? null : watch.version();
    }
  }

  private End end(KubeWatch watch) {
    try {
      return watch.over().get(WATCH.plus(ANSWER).toSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException silent) {
      return End.ENDED;
    } catch (ExecutionException e) {
      throw new IllegalStateException("cannot read what was said: " + e.getCause(), e);
    } catch (InterruptedException e) {
      closing.countDown();
      return End.ENDED;
    }
  }

  private void hear(Reduced.Event event) {
    switch (event.type()) {
      case "ADDED", "MODIFIED" -> listener.there(event.object());
      case "DELETED" -> listener.gone(event.object());
      default -> {
        // A bookmark: nothing but a later version.
      }
    }
  }

  private void connected() {
    if (failure != null) {
      LOG.atInfo().addKeyValue("kind", kind.getPlural()).log("hears of drivers again");
    }
    failure = null;
    brokenSince = null;
  }

  @Override
  public void close() {
    closing.countDown();
    thread.interrupt();
  }
}
