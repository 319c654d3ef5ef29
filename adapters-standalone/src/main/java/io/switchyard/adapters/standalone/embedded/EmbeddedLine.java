package io.switchyard.adapters.standalone.embedded;

import io.switchyard.adapters.standalone.embedded.EmbeddedSparks.Endpoints;
import io.switchyard.adapters.standalone.embedded.EmbeddedSparks.Phase;
import io.switchyard.adapters.standalone.embedded.EmbeddedSparks.Status;
import io.switchyard.adapters.standalone.embedded.EmbeddedSparks.Unavailable;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The cluster of one version, from the first wish for it to its end. */
final class EmbeddedLine implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedLine.class);
  private static final Duration RETRY_AFTER = Duration.ofSeconds(30);
  private static final Status OFF = new Status(Phase.OFF, "not running");

  private final String version;
  private final LineTools tools;
  private final InstantSource time;

  /** Held while processes are started or ended; never while a caller waits for an answer. */
  private final Object work = new Object();

  private Status status = OFF;
  private Instant usedAt = Instant.MIN;
  private Instant failedAt = Instant.MIN;
  private @Nullable Endpoints endpoints;
  private @Nullable EmbeddedSpark spark;
  private boolean closed;

  EmbeddedLine(String version, LineTools tools, InstantSource time) {
    this.version = version;
    this.tools = tools;
    this.time = time;
  }

  synchronized void adoptIfLeft(Instant now) {
    if (EmbeddedSpark.leftIn(tools.folder(version))) {
      prepare(now);
    }
  }

  synchronized Optional<Endpoints> endpoints() {
    Instant now = time.instant();
    usedAt = now;
    boolean wanted =
        status.phase() == Phase.OFF
            || status.phase() == Phase.FAILED && !now.isBefore(failedAt.plus(RETRY_AFTER));
    if (wanted && !closed) {
      prepare(now);
    }
    return Optional.ofNullable(endpoints);
  }

  synchronized Optional<Endpoints> ifReady() {
    return Optional.ofNullable(endpoints);
  }

  synchronized Status status() {
    return status;
  }

  Map<String, String> ended() {
    return MasterPage.ended(tools.folder(version).lastPage());
  }

  private void prepare(Instant now) {
    usedAt = now;
    status = new Status(Phase.FETCHING, "fetching Spark " + version);
    tools.workers().execute(this::run);
  }

  private void run() {
    synchronized (work) {
      try {
        // First what takes no time: a missing JDK shall not show after a long download.
        JavaHome java = tools.javas().find(version, SparkLine.of(version));
        SparkDistribution distribution = tools.distributions().of(version);
        EmbeddedSpark starting = tools.spark(distribution, java);
        if (begin(starting)) {
          ready(starting.start());
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        failed("interrupted while starting");
      } catch (Unavailable e) {
        failed(String.valueOf(e.getMessage()));
      } catch (RuntimeException e) {
        LOG.atError().addKeyValue("spark_version", version).setCause(e).log("a defect in starting");
        failed("Spark " + version + " could not be started: " + e);
      }
    }
  }

  private synchronized boolean begin(EmbeddedSpark starting) {
    if (closed) {
      return false;
    }
    spark = starting;
    status = new Status(Phase.STARTING, "starting Spark " + version);
    return true;
  }

  private synchronized void ready(Endpoints where) {
    endpoints = where;
    status = new Status(Phase.READY, "Spark " + version + " is up at " + where.masterUrl());
  }

  private synchronized void failed(String sentence) {
    failedAt = time.instant();
    spark = null;
    status = new Status(Phase.FAILED, sentence);
    if (!closed) {
      LOG.atError().addKeyValue("spark_version", version).log(sentence);
    }
  }

  /** Ends the cluster if nobody has asked for it since {@code limit} and no driver is on it. */
  void stopIfUnusedSince(Instant limit) {
    synchronized (work) {
      try {
        EmbeddedSpark unused = unusedSince(limit);
        if (unused != null && unused.idle() && unusedSince(limit) == unused) {
          off();
          unused.close();
          LOG.atInfo().addKeyValue("spark_version", version).log("Spark ended, as nobody used it");
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private synchronized @Nullable EmbeddedSpark unusedSince(Instant limit) {
    return status.phase() == Phase.READY && usedAt.isBefore(limit) ? spark : null;
  }

  private synchronized void off() {
    endpoints = null;
    spark = null;
    status = OFF;
  }

  /** Ends the cluster with its drivers; one that is being started is given up first. */
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
    }
    synchronized (work) {
      EmbeddedSpark last = spark();
      if (last != null) {
        last.close();
      }
      off();
    }
  }

  private synchronized @Nullable EmbeddedSpark spark() {
    return spark;
  }
}
