package io.switchyard.benchmarks.chaos.client;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the clients of one job experienced. */
public final class Story implements Api.Notes {

  private final Plan plan;
  private final List<String> notes = new ArrayList<>();
  private @Nullable String job;
  private int accepted;
  private int cancelAnswer;

  Story(Plan plan) {
    this.plan = plan;
  }

  public Plan plan() {
    return plan;
  }

  @Override
  public synchronized void add(String note) {
    notes.add(Instant.now() + " " + note);
  }

  /** Empty if the application named this job before or none; else what it named before. */
  synchronized String named(String id, boolean isNew) {
    accepted += isNew ? 1 : 0;
    String before = job == null ? id : job;
    job = id;
    return before.equals(id) ? "" : before;
  }

  synchronized void cancelAnswered(int status) {
    cancelAnswer = status;
  }

  /** The job's id; null if it was never accepted. */
  public synchronized @Nullable String job() {
    return job;
  }

  /** How often it was answered that this is a new job. */
  public synchronized int accepted() {
    return accepted;
  }

  /** The status of the answer to the cancel; 0 if there was none. */
  public synchronized int cancelAnswer() {
    return cancelAnswer;
  }

  public synchronized List<String> notes() {
    return List.copyOf(notes);
  }
}
