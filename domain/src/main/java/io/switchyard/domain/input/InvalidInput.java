package io.switchyard.domain.input;

import static java.util.stream.Collectors.joining;

import java.util.List;

/** An input that broke at least one rule, with every rule it broke. */
public final class InvalidInput extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  private final transient List<Violation> violations;

  /**
   * @param violations at least one
   */
  public InvalidInput(List<Violation> violations) {
    super(violations.stream().map(Violation::sentence).collect(joining("\n")));
    this.violations = List.copyOf(violations);
  }

  /** Every mistake found, in the order of the fields read; never empty. */
  public List<Violation> violations() {
    return violations;
  }

  /** The same mistakes, seen from an input that holds this one under {@code prefix}. */
  public InvalidInput under(String prefix) {
    return new InvalidInput(violations.stream().map(v -> v.under(prefix)).toList());
  }
}
