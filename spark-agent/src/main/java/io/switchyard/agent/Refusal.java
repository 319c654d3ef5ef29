package io.switchyard.agent;

import java.util.Map;

/** A request that is not done; the message says why. */
final class Refusal extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final int status;
  private final transient Map<String, String> error;

  private Refusal(int status, String detail, Map<String, String> error) {
    super(detail, null, false, false);
    this.status = status;
    this.error = error;
  }

  static Refusal of(int status, String detail) {
    return new Refusal(status, detail, Map.of());
  }

  /** The value of one field is at fault. */
  static Refusal field(String field, String value, String rule) {
    return new Refusal(
        400,
        field + ": \"" + value + "\" " + rule,
        Map.of("field", field, "value", value, "rule", rule));
  }

  int status() {
    return status;
  }

  /** The field at fault; empty if it is none. */
  Map<String, String> error() {
    return error;
  }
}
