package io.switchyard.ports.session;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What was read of the store, for a short while. One read at a time for a key; while the store does
 * not answer, what is known goes on to be used. Safe for use by several threads.
 */
final class Fresh<K, V> {

  /** Between two reads while the store fails, for what is known. */
  private static final Duration RETRY = Duration.ofSeconds(1);

  private static final class Entry<V> {
    private @Nullable V value;
    private Instant readAt = Instant.MIN;
    private Instant failedAt = Instant.MIN;
    private @Nullable CompletableFuture<V> reading;

    private boolean failing() {
      return failedAt.isAfter(readAt);
    }
  }

  private final Function<K, V> read;
  private final Duration fresh;
  private final Duration stale;
  private final int most;
  private final Executor blocking;
  private final InstantSource clock;
  private final Map<K, Entry<V>> entries = new LinkedHashMap<>(16, 0.75f, true);

  /**
   * @param read blocks for the store
   * @param fresh how old a value may be before it is read again, beside its use
   * @param stale how old it may be before its use waits for that
   * @param most entries kept
   */
  Fresh(
      Function<K, V> read,
      Duration fresh,
      Duration stale,
      int most,
      Executor blocking,
      InstantSource clock) {
    this.read = read;
    this.fresh = fresh;
    this.stale = stale;
    this.most = most;
    this.blocking = blocking;
    this.clock = clock;
  }

  /** The value; never blocks, and is complete already when it is fresh. */
  CompletionStage<V> get(K key) {
    CompletableFuture<V> reading;
    boolean begin = false;
    V known;
    synchronized (entries) {
      Entry<V> entry = entries.computeIfAbsent(key, k -> new Entry<>());
      bound();
      Instant now = clock.instant();
      known = entry.value;
      if (known != null && now.isBefore(entry.readAt.plus(fresh))) {
        return CompletableFuture.completedStage(known);
      }
      boolean pausing = entry.failing() && now.isBefore(entry.failedAt.plus(RETRY));
      if (known != null && entry.reading == null && pausing) {
        return CompletableFuture.completedStage(known);
      }
      if (entry.reading == null) {
        entry.reading = new CompletableFuture<>();
        begin = true;
      }
      reading = entry.reading;
      if (entry.failing() || now.isAfter(entry.readAt.plus(stale))) {
        known = entry.failing() ? known : null;
      }
    }
    if (begin) {
      begin(key, reading);
    }
    return known == null ? reading : CompletableFuture.completedStage(known);
  }

  private void begin(K key, CompletableFuture<V> reading) {
    try {
      blocking.execute(
          () -> {
            try {
              done(key, read.apply(key), reading);
            } catch (RuntimeException e) {
              failed(key, e, reading);
            }
          });
    } catch (RejectedExecutionException e) {
      failed(key, e, reading);
    }
  }

  /** Reads it anew; blocks for the store and throws what it throws. */
  V reload(K key) {
    V value = read.apply(key);
    synchronized (entries) {
      Entry<V> entry = entries.computeIfAbsent(key, k -> new Entry<>());
      bound();
      entry.value = value;
      entry.readAt = clock.instant();
    }
    return value;
  }

  /** As {@link #get} for those who may block, and who do not take what is not fresh. */
  V now(K key) {
    synchronized (entries) {
      Entry<V> entry = entries.get(key);
      if (entry != null
          && entry.value != null
          && clock.instant().isBefore(entry.readAt.plus(fresh))) {
        return entry.value;
      }
    }
    return reload(key);
  }

  /** What is known, however old; null if nothing is. */
  @Nullable V known(K key) {
    synchronized (entries) {
      Entry<V> entry = entries.get(key);
      return entry == null ? null : entry.value;
    }
  }

  private void done(K key, V value, CompletableFuture<V> reading) {
    synchronized (entries) {
      Entry<V> entry = entries.get(key);
      if (entry != null) {
        entry.value = value;
        entry.readAt = clock.instant();
        entry.reading = null;
      }
    }
    reading.complete(value);
  }

  private void failed(K key, RuntimeException e, CompletableFuture<V> reading) {
    V known;
    synchronized (entries) {
      Entry<V> entry = entries.get(key);
      known = entry == null ? null : entry.value;
      if (entry != null) {
        entry.failedAt = clock.instant();
        entry.reading = null;
        if (known == null) {
          entries.remove(key);
        }
      }
    }
    if (known == null) {
      reading.completeExceptionally(e);
    } else {
      reading.complete(known);
    }
  }

  private void bound() {
    var oldest = entries.keySet().iterator();
    while (entries.size() > most && oldest.hasNext()) {
      oldest.next();
      oldest.remove();
    }
  }
}
