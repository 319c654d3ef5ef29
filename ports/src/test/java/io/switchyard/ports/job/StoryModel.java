package io.switchyard.ports.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchyard.domain.job.Ended;
import io.switchyard.domain.job.Execution;
import io.switchyard.domain.job.ExecutionId;
import io.switchyard.domain.job.FailureClass;
import io.switchyard.domain.job.Job;
import io.switchyard.domain.job.JobEvent;
import io.switchyard.domain.job.JobId;
import io.switchyard.ports.job.StoryStep.Request;
import io.switchyard.ports.job.StoryStep.Submit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What may be true of jobs, given what befell them. It knows nothing of how states move: only what
 * clients were told, what drivers truly did, and what is promised.
 */
final class StoryModel {

  private final Jobs store;
  private final Events events;
  private final StoryBackend backend;
  private final JobId first;
  private final Map<String, JobId> keys = new HashMap<>();
  private final Map<String, Request> requests = new HashMap<>();
  private final Set<JobId> accepted = new HashSet<>();
  private final Map<JobId, Job> ends = new HashMap<>();
  private final Set<JobId> cancelAsked = new HashSet<>();
  private final Map<JobId, Integer> attemptsWhenCancelled = new HashMap<>();

  /**
   * @param ids whose next job, which is not made, is before all those of this story
   */
  StoryModel(Jobs store, Events events, StoryBackend backend, JobIds ids) {
    this.store = store;
    this.events = events;
    this.backend = backend;
    this.first = ids.nextJob();
  }

  /** The jobs of this story, oldest first. */
  List<Job> jobs() {
    List<Job> all = new ArrayList<>(store.list(JobFilter.ALL, 100));
    all.removeIf(job -> job.id().compareTo(first) <= 0);
    Collections.reverse(all);
    return all;
  }

  /** A key that no other story on the store has. */
  String key(int number) {
    return first + "-" + number;
  }

  void submitted(Submit step, Submission answer) {
    String key = step.key() == null ? null : key(step.key());
    if (answer instanceof Submission.Accepted taken) {
      assertThat(accepted.add(taken.job().id())).as("a new job").isTrue();
      assertThat(store.find(taken.job().id())).as("accepted means durable").isPresent();
      if (key != null) {
        assertThat(keys).as("jobs by key").doesNotContainKey(key);
        hold(key, taken.job().id(), step.request());
      }
    } else if (answer instanceof Submission.Repeated again) {
      assertThat(key).isNotNull();
      // The first may have been accepted without its client being told.
      hold(key, again.job().id(), step.request());
      assertThat(requests.get(key)).isEqualTo(step.request());
    } else if (answer instanceof Submission.KeyTaken other) {
      assertThat(key).isNotNull();
      assertThat(requests.getOrDefault(key, null)).isNotEqualTo(step.request());
      assertThat(keys.getOrDefault(key, other.holder())).isEqualTo(other.holder());
    } else {
      throw new AssertionError(answer);
    }
  }

  private void hold(String key, JobId job, Request request) {
    assertThat(keys.getOrDefault(key, job)).as("the one job of key " + key).isEqualTo(job);
    keys.put(key, job);
    requests.put(key, request);
    accepted.add(job);
  }

  void cancelling(JobId job) {
    cancelAsked.add(job);
  }

  void cancelled(JobId job, Cancellation answer) {
    Job now = store.find(job).orElseThrow();
    if (answer instanceof Cancellation.UnderWay underWay) {
      attemptsWhenCancelled.putIfAbsent(job, underWay.job().executions().size());
    } else if (answer instanceof Cancellation.Done) {
      assertThat(now.status().name()).isEqualTo("CANCELLED");
    } else {
      assertThat(answer).isInstanceOf(Cancellation.TooLate.class);
      assertThat(now.status().terminal()).as("too late to cancel %s", now).isTrue();
    }
  }

  boolean allEnded() {
    return jobs().stream().allMatch(job -> job.status().terminal());
  }

  /** What must hold at any time. */
  void check() {
    List<Job> all = jobs();
    assertThat(all).extracting(Job::id).containsAll(accepted);
    Set<String> used = new HashSet<>();
    for (Job job : all) {
      String key = job.request().idempotencyKey();
      assertThat(key == null || used.add(key)).as("one job of key " + key).isTrue();
      attemptsFollowOneAnother(job);
      StoryEvents.check(job, story(job));
      if (job.status().terminal()) {
        Job end = ends.computeIfAbsent(job.id(), id -> job);
        assertThat(job).as("terminal never changes").isEqualTo(end);
      } else {
        assertThat(ends).as("what has ended").doesNotContainKey(job.id());
      }
    }
  }

  private List<JobEvent> story(Job job) {
    return events.of(job.id(), EventCursor.START, 1000).stream().map(StoredEvent::event).toList();
  }

  private static void attemptsFollowOneAnother(Job job) {
    int number = 0;
    for (Execution attempt : job.executions()) {
      number++;
      assertThat(attempt.attempt()).isEqualTo(number);
      if (number < job.executions().size()) {
        Ended end = (Ended) attempt.state();
        assertThat(job.request().policy().retry().triesAgain(end, number))
            .as("whether %s is tried again", end)
            .isTrue();
      }
    }
  }

  /** What must hold when there is nothing left to do. */
  void checkEnd() {
    List<Job> all = jobs();
    Set<ExecutionId> attempts = new HashSet<>();
    for (Job job : all) {
      assertThat(job.status().terminal()).as("%s ends", job).isTrue();
      job.executions().forEach(attempt -> attempts.add(attempt.id()));
      job.executions().forEach(attempt -> endIsTrue(job, attempt));
      Integer attemptsThen = attemptsWhenCancelled.get(job.id());
      if (attemptsThen != null) {
        assertThat(job.executions()).as("no new attempt after a cancel").hasSize(attemptsThen);
      }
    }
    for (ExecutionId driver : backend.made()) {
      assertThat(attempts).contains(driver);
      assertThat(backend.lives(driver)).as("driver of %s goes on", driver).isFalse();
    }
  }

  private void endIsTrue(Job job, Execution attempt) {
    Ended end = (Ended) attempt.state();
    ExecutionId id = attempt.id();
    boolean made = backend.made().contains(id);
    assertThat(attempt.handle() != null).as("%s knows its driver", attempt).isEqualTo(made);
    if (made) {
      assertThat(attempt.handle()).isEqualTo(backend.handle(id));
    }
    boolean hurried = job.request().policy().timeout() != null;
    boolean permitted =
        switch (end.outcome()) {
          case SUCCEEDED -> backend.succeeded(id);
          case FAILED ->
              backend.failed(id) || (!made && end.failure() == FailureClass.SUBMISSION_REJECTED);
          case CANCELLED -> cancelAsked.contains(job.id()) && !backend.isKnownToHaveSucceeded(id);
          case TIMEOUT -> hurried && !backend.isKnownToHaveSucceeded(id);
        };
    assertThat(permitted).as("%s is true of %s", end, attempt).isTrue();
  }
}
