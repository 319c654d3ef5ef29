package io.switchyard.domain.input;

/**
 * Thrown where a value is refused at its birth, by the record that guards the rule. It knows the
 * value, the rule and the fix but not where the value came from; {@link InputObject} adds the path.
 */
public final class InvalidValue extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  private final transient Violation violation;

  private InvalidValue(Violation violation) {
    super(violation.sentence());
    this.violation = violation;
  }

  /** {@code value} breaks {@code rule}; write {@code fix} instead. */
  public static InvalidValue of(String value, String rule, String fix) {
    return new InvalidValue(new Violation("", value, rule, fix));
  }

  /** As {@link #of}, where the record knows which of its own fields is at fault. */
  public static InvalidValue at(String field, String value, String rule, String fix) {
    return new InvalidValue(new Violation(field, value, rule, fix));
  }

  /** What was wrong; its field is relative to the object that refused the value. */
  public Violation violation() {
    return violation;
  }
}
