package io.switchyard.benchmarks.chaos.app;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Looks ten times a second which processes say that they are ready, and how long none did. */
public final class Probe implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofMillis(500);
  private static final long PAUSE_MILLIS = 100;

  private final List<App> apps;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(PATIENCE).build();
  private final Map<App, Long> killed = new HashMap<>();
  private final Map<App, Boolean> ready = new HashMap<>();
  private final Thread thread = new Thread(this::run, "probe");
  private long lastAnswer = System.nanoTime();
  private Duration longestStart = Duration.ZERO;
  private Duration longestSilence = Duration.ZERO;
  private int starts;

  public Probe(List<App> apps) {
    this.apps = apps;
    thread.setDaemon(true);
  }

  public void start() {
    thread.start();
  }

  /** Whatever was measured before counts no more. */
  public synchronized void reset() {
    lastAnswer = System.nanoTime();
    longestSilence = Duration.ZERO;
    starts = 0;
    killed.clear();
  }

  private void run() {
    while (!Thread.currentThread().isInterrupted()) {
      for (App app : apps) {
        seen(app, answers(app));
      }
      try {
        Thread.sleep(PAUSE_MILLIS);
      } catch (InterruptedException closed) {
        return;
      }
    }
  }

  private boolean answers(App app) {
    try {
      HttpRequest request =
          HttpRequest.newBuilder(app.uri("/health/ready")).timeout(PATIENCE).build();
      return http.send(request, BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException down) {
      return false;
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private synchronized void seen(App app, boolean answers) {
    long now = System.nanoTime();
    if (answers) {
      Long since = killed.remove(app);
      if (since != null) {
        starts++;
        longestStart = longer(longestStart, Duration.ofNanos(now - since));
      }
      longestSilence = longer(longestSilence, Duration.ofNanos(now - lastAnswer));
      lastAnswer = now;
    }
    ready.put(app, answers);
  }

  /** That process is being killed, or has ended. */
  public synchronized void killed(App app) {
    killed.putIfAbsent(app, System.nanoTime());
    ready.put(app, false);
  }

  public synchronized boolean isReady(App app) {
    return Boolean.TRUE.equals(ready.get(app));
  }

  /** Waits until all are ready. */
  public void awaitAll(Duration patience) throws InterruptedException {
    for (App app : apps) {
      await(app, patience);
    }
  }

  /** Waits until it is ready. */
  public void await(App app, Duration patience) throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    while (!isReady(app)) {
      if (!app.runs() || System.nanoTime() > deadline) {
        throw new IllegalStateException(app.name() + " is not ready; see its log");
      }
      Thread.sleep(PAUSE_MILLIS);
    }
  }

  /** The longest time from a first kill of a process until it was ready again. */
  public synchronized Duration longestStart() {
    return longestStart;
  }

  /** The longest time in which no process said that it is ready. */
  public synchronized Duration longestSilence() {
    return longestSilence;
  }

  /** How often a killed process became ready; the others were killed before. */
  public synchronized int starts() {
    return starts;
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
