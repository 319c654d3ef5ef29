package io.switchyard.benchmarks.chaos.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.switchyard.benchmarks.chaos.check.Findings;
import io.switchyard.benchmarks.chaos.client.Api.Answer;
import io.switchyard.benchmarks.chaos.client.Plan.Extra;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Phaser;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** Submit jobs, repeat what fails, look for what was accepted, and cancel some. */
public final class Clients implements AutoCloseable {

  private static final String MAIN_CLASS = "com.acme.Main";

  private final Api api;
  private final Map<String, Object> more;
  private final Findings findings;
  private final ScheduledExecutorService threads;
  private final List<Story> stories = new ArrayList<>();
  private final Phaser busy = new Phaser(1);

  /**
   * @param more what every request has besides
   */
  public Clients(Api api, int clients, Map<String, Object> more, Findings findings) {
    this.api = api;
    this.more = more;
    this.findings = findings;
    this.threads = Executors.newScheduledThreadPool(clients);
  }

  /** Begins with the plans' first moment now. */
  public void start(List<Plan> plans) {
    for (Plan plan : plans) {
      Story story = new Story(plan);
      stories.add(story);
      at(plan.at(), story, () -> submit(story, true));
      if (plan.extra() == Extra.TWIN) {
        at(plan.at(), story, () -> submit(story, false));
      }
    }
  }

  private void at(Duration delay, Story story, Runnable work) {
    busy.register();
    ScheduledFuture<?> unused =
        threads.schedule(
            () -> {
              try {
                work.run();
              } catch (RuntimeException e) {
                findings.add("every request is answered", story.plan().name(), e.toString());
              } finally {
                busy.arriveAndDeregister();
              }
            },
            delay.toMillis(),
            TimeUnit.MILLISECONDS);
  }

  /** Waits until every client is done. */
  public void await() {
    busy.arriveAndAwaitAdvance();
  }

  private void submit(Story story, boolean first) {
    Plan plan = story.plan();
    String id = post(story);
    if (!first || id.isEmpty()) {
      return;
    }
    if (plan.number() % 5 == 0) {
      lookFor(story, id);
    }
    if (plan.kind().isCancelled()) {
      at(plan.cancelAfter(), story, () -> cancel(story, id));
    }
    if (plan.extra() == Extra.AGAIN) {
      at(plan.cancelAfter(), story, () -> post(story));
    } else if (plan.extra() == Extra.CLASH) {
      at(plan.cancelAfter(), story, () -> clash(story));
    }
  }

  private String post(Story story) {
    Answer answer = api.insist("POST", Plan.ROUTE, body(story.plan(), MAIN_CLASS), story);
    if (answer.status() != 202 && answer.status() != 200) {
      wrong(story, "a good request is taken", answer);
      return "";
    }
    String id = answer.at("job_id");
    String before = story.named(id, answer.status() == 202);
    if (!before.isEmpty()) {
      findings.add("one job for a key", story.plan().name(), "is " + id + " and was " + before);
    }
    return id;
  }

  private String body(Plan plan, String mainClass) {
    Map<String, Object> body = new LinkedHashMap<>(plan.body(mainClass));
    body.putAll(more);
    try {
      return Api.JSON.writeValueAsString(body);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private void lookFor(Story story, String id) {
    Answer answer = api.insist("GET", Plan.ROUTE + "/" + id, "", story);
    if (answer.status() != 200) {
      wrong(story, "an accepted job is there", answer);
    }
  }

  private void clash(Story story) {
    Answer answer = api.insist("POST", Plan.ROUTE, body(story.plan(), "com.acme.Other"), story);
    if (answer.status() != 409) {
      wrong(story, "a key is for one request", answer);
    }
  }

  private void cancel(Story story, String id) {
    Answer answer = api.insist("DELETE", Plan.ROUTE + "/" + id, "", story);
    story.cancelAnswered(answer.status());
    if (answer.status() != 200 && answer.status() != 202 && answer.status() != 409) {
      wrong(story, "a cancel is taken, or too late", answer);
    }
  }

  private void wrong(Story story, String check, Answer answer) {
    findings.add(check, story.plan().name(), answer.status() + " " + answer.json());
  }

  public List<Story> stories() {
    return List.copyOf(stories);
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
