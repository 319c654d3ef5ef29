package io.switchyard.app.http;

import io.switchyard.domain.input.InvalidInput;
import io.switchyard.domain.input.Violation;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * An answer that is a problem, on its way from where it was noticed to the client. It is not an
 * error of the application and carries no stack trace.
 */
public final class Refusal extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final ProblemType type;
  private final transient List<Violation> errors;
  private final transient Map<String, String> headers;

  private Refusal(
      ProblemType type, String detail, List<Violation> errors, Map<String, String> headers) {
    super(detail, null, false, false);
    this.type = type;
    this.errors = List.copyOf(errors);
    this.headers = Map.copyOf(headers);
  }

  /**
   * @param detail one sentence that a person understands
   */
  public static Refusal of(ProblemType type, String detail) {
    return new Refusal(type, detail, List.of(), Map.of());
  }

  /** One field is at fault, and the detail says what is wrong with it. */
  public static Refusal of(ProblemType type, Violation error) {
    return of(type, List.of(error));
  }

  /** Several fields may be at fault; there is at least one. */
  public static Refusal of(ProblemType type, List<Violation> errors) {
    String first = errors.get(0).sentence();
    int more = errors.size() - 1;
    String rest = more == 0 ? "" : " (and " + more + " more; see errors)";
    return new Refusal(type, first + rest, errors, Map.of());
  }

  public static Refusal of(InvalidInput input) {
    return of(ProblemType.INVALID_REQUEST, input.violations());
  }

  /**
   * An idempotency key came again with another request.
   *
   * @param holder the id of what was made with it
   * @param differing names of the fields that differ
   */
  static Refusal keyTaken(String holder, List<String> differing) {
    String detail =
        "idempotency_key belongs to "
            + holder
            + ", whose request differs in "
            + Replies.words(differing)
            + "; use a new key for a new request.";
    return of(ProblemType.IDEMPOTENCY_KEY_TAKEN, detail)
        .naming(
            differing.stream()
                .map(
                    field ->
                        new Violation(
                            field,
                            "",
                            "differs from the request that has this key",
                            "use a new key for a new request"))
                .toList());
  }

  /** The same refusal with a header. */
  public Refusal with(String header, String value) {
    Map<String, String> more = new HashMap<>(headers);
    more.put(header, value);
    return new Refusal(type, detail(), errors, more);
  }

  /** The same refusal with the fields at fault. */
  public Refusal naming(List<Violation> fields) {
    return new Refusal(type, detail(), fields, headers);
  }

  public ProblemType type() {
    return type;
  }

  public String detail() {
    return String.valueOf(getMessage());
  }

  public List<Violation> errors() {
    return errors;
  }

  public Map<String, String> headers() {
    return headers;
  }
}
