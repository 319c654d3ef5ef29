package io.switchyard.ports.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchyard.domain.job.BackendHandle;
import io.switchyard.domain.job.Execution;
import io.switchyard.domain.job.ExecutionId;
import io.switchyard.domain.job.Job;
import io.switchyard.domain.job.JobRequest;
import io.switchyard.domain.job.Observation;
import io.switchyard.domain.job.Observation.Phase;
import io.switchyard.ports.TargetFailure;
import io.switchyard.ports.TargetFailure.Kind;
import io.switchyard.ports.TroubledProcess;
import io.switchyard.ports.job.StoryStep.Answer;
import io.switchyard.ports.job.StoryStep.Said;
import io.switchyard.ports.placement.Backend;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A backend that remembers what truly became of every driver, and who asked for it. */
final class StoryBackend {

  private final FakeBackend fake = new FakeBackend();
  private final Jobs jobs;
  private final List<ExecutionId> made = new ArrayList<>();
  private final Map<ExecutionId, BackendHandle> handles = new HashMap<>();
  private final Map<ExecutionId, Said> vanished = new HashMap<>();

  StoryBackend(Jobs jobs) {
    this.jobs = jobs;
  }

  /** The backend as one process sees it. */
  Backend as(TroubledProcess<?> process) {
    return new Backend(
        JobExamples.BACKEND,
        process.port(JobLauncher.class, watched()),
        process.port(JobLogs.class, fake));
  }

  private JobLauncher watched() {
    return (JobLauncher)
        Proxy.newProxyInstance(
            JobLauncher.class.getClassLoader(),
            new Class<?>[] {JobLauncher.class},
            (proxy, method, arguments) -> {
              int before = fake.drivers();
              try {
                return method.invoke(fake, arguments);
              } catch (InvocationTargetException e) {
                throw Objects.requireNonNull(e.getCause());
              } finally {
                if (fake.drivers() > before) {
                  begun((Execution) arguments[0], (JobRequest) arguments[1]);
                }
              }
            });
  }

  private void begun(Execution execution, JobRequest request) {
    assertThat(made).as("drivers, before another begins").doesNotContain(execution.id());
    made.add(execution.id());
    handles.put(execution.id(), fake.find(execution).orElseThrow());
    Job now = jobs.find(execution.job()).orElseThrow();
    assertThat(now.current().id()).as("the attempt that is at it").isEqualTo(execution.id());
    assertThat(now.status().terminal()).as("a driver begins after the end of %s", now).isFalse();
    assertThat(request.name()).isEqualTo(now.request().name());
  }

  void next(Answer answer) {
    IOException why = new IOException("read timed out");
    switch (answer) {
      case NO_ROOM -> fake.failNextLaunch(TargetFailure.withoutEffect(Kind.FULL, "no room"));
      case AWAY -> fake.failNextLaunch(TargetFailure.withoutEffect(Kind.UNREACHABLE, "refused"));
      case REFUSED -> fake.failNextLaunch(TargetFailure.withoutEffect(Kind.REJECTED, "says no"));
      case REQUEST_LOST ->
          fake.failNextLaunch(TargetFailure.unknownEffect(Kind.UNREACHABLE, "no answer", why));
      case ANSWER_LOST ->
          fake.loseNextAnswer(TargetFailure.unknownEffect(Kind.UNREACHABLE, "no answer", why));
    }
  }

  /** From now on every launch goes well. */
  void calm() {
    fake.calm();
  }

  /** The execution of a driver; null if there is none. */
  ExecutionId driver(int number) {
    return made.isEmpty() ? null : made.get(number % made.size());
  }

  boolean lives(ExecutionId driver) {
    return !vanished.containsKey(driver) && !Observation.of(fake.phase(driver)).ended();
  }

  void drive(ExecutionId driver, Phase phase) {
    boolean back = phase == Phase.WAITING || phase == Phase.NEVER_STARTED;
    if (lives(driver) && !(back && fake.phase(driver) != Phase.WAITING)) {
      fake.enter(driver, phase);
    }
  }

  void vanish(ExecutionId driver, Said said) {
    if (!vanished.containsKey(driver)) {
      Said truth = said;
      if (lives(driver)) {
        fake.enter(driver, Phase.LOST);
      } else {
        // It has ended before, and said so or not.
        boolean well = fake.phase(driver) == Phase.SUCCEEDED && said == Said.SUCCEEDED;
        truth = well ? said : Said.NOTHING;
      }
      if (truth != Said.NOTHING) {
        String word = truth == Said.SUCCEEDED ? "succeeded" : "failed on purpose";
        fake.print(driver, LogStream.STDERR, "[switchyard] " + word);
      }
      vanished.put(driver, truth);
      fake.forget(driver);
    }
  }

  /** Every driver that lives ends well, unless it is stopped before. */
  void finish() {
    made.stream().filter(this::lives).forEach(driver -> fake.enter(driver, Phase.SUCCEEDED));
  }

  List<ExecutionId> made() {
    return List.copyOf(made);
  }

  BackendHandle handle(ExecutionId driver) {
    return Objects.requireNonNull(handles.get(driver));
  }

  /** Whether the driver of an execution has done all its work. */
  boolean succeeded(ExecutionId driver) {
    return made.contains(driver)
        && (fake.phase(driver) == Phase.SUCCEEDED || vanished.get(driver) == Said.SUCCEEDED);
  }

  /** Whether anybody who asks now can know that it has. */
  boolean isKnownToHaveSucceeded(ExecutionId driver) {
    return succeeded(driver) && vanished.get(driver) != Said.NOTHING;
  }

  /** Whether the driver of an execution came to a bad end, or to one that nobody can know. */
  boolean failed(ExecutionId driver) {
    return made.contains(driver) && !lives(driver) && !isKnownToHaveSucceeded(driver);
  }
}
