package io.switchyard.benchmarks.chaos.check;

import com.fasterxml.jackson.databind.JsonNode;
import io.switchyard.benchmarks.chaos.check.JobAnswer.Attempt;
import io.switchyard.benchmarks.chaos.client.SeenEvent;
import io.switchyard.benchmarks.chaos.client.Story;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** All that must hold at the end of a run. */
public final class Checks {

  private static final String TAKEN = "a good request is taken";
  private static final String NEW_ONCE = "a job is new once";
  private static final String THERE = "the jobs are those that were accepted";
  private static final String TERMINAL = "every accepted job ends";
  private static final String AGREE = "every process gives the same answer";

  private final Evidence evidence;
  private final Findings findings;
  private final EventChecks events;
  private final DriverChecks drivers;
  private final EndChecks ends;
  private final CallbackChecks callbacks;

  public Checks(Evidence evidence, Findings findings) {
    this.evidence = evidence;
    this.findings = findings;
    this.events = new EventChecks(evidence, findings);
    this.drivers = new DriverChecks(evidence, findings);
    this.ends = new EndChecks(findings);
    this.callbacks = new CallbackChecks(findings);
  }

  public void all() {
    Set<String> accepted = new HashSet<>();
    for (Story story : evidence.stories()) {
      String id = story.job();
      if (id == null) {
        findings.add(TAKEN, story.plan().name(), "it never was");
      } else if (!accepted.add(id)) {
        findings.add("one job for a key", story.plan().name(), id + " is another one's, too");
      } else {
        job(story, id);
      }
    }
    Set<String> strangers = new HashSet<>(evidence.answers().keySet());
    strangers.removeAll(accepted);
    strangers.forEach(id -> findings.add(THERE, null, "nobody was told of " + id));
    events.readers();
  }

  private void job(Story story, String id) {
    String name = story.plan().name();
    if (story.accepted() > 1) {
      findings.add(NEW_ONCE, name, "it was said to be new " + story.accepted() + " times");
    }
    List<JsonNode> answers = evidence.answers().getOrDefault(id, List.of());
    if (answers.isEmpty()) {
      findings.add(THERE, name, id + " is gone");
      return;
    }
    if (new HashSet<>(answers).size() > 1) {
      findings.add(AGREE, name, answers.toString());
    }
    JobAnswer job = new JobAnswer(answers.get(0));
    if (!job.terminal()) {
      findings.add(TERMINAL, name, "it is " + job.status());
      return;
    }
    List<SeenEvent> its = evidence.events().getOrDefault(id, List.of());
    events.job(name, job, its);
    for (Attempt attempt : job.attempts()) {
      drivers.attempt(name, attempt);
    }
    Set<String> types = its.stream().map(SeenEvent::type).collect(Collectors.toSet());
    callbacks.job(name, job, evidence.callbacks().getOrDefault(id, List.of()));
    ends.job(story.plan(), job, types.contains("STOP_REQUESTED"));
  }
}
