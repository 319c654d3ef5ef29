package io.switchyard.benchmarks.chaos.check;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What did not hold, as it is found. */
public final class Findings {

  private final List<Finding> all = new ArrayList<>();

  /**
   * Something that did not hold.
   *
   * @param check which promise
   * @param job the name of the job; null if it is about no single one
   */
  public record Finding(String check, @Nullable String job, String what) {

    @Override
    public String toString() {
      return check + (job == null ? "" : ", job " + job) + ": " + what;
    }
  }

  public synchronized void add(String check, @Nullable String job, String what) {
    all.add(new Finding(check, job, what));
  }

  public synchronized List<Finding> all() {
    return List.copyOf(all);
  }
}
