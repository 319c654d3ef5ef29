package io.switchyard.domain.input;

/**
 * One mistake in an input, worded for the person who has to mend it.
 *
 * @param field path of the value in the input, such as {@code config.resources.driver.memory} or
 *     {@code sinks[0].mode}; empty when the input as a whole is meant
 * @param value the value as it was given, shortened to {@value #MAX_VALUE} characters; empty when
 *     it was absent or must not be repeated
 * @param rule what holds for this field, as a clause that follows the field's name
 * @param fix what to write instead; empty when the rule already says it
 */
public record Violation(String field, String value, String rule, String fix) {

  private static final int MAX_VALUE = 120;

  public Violation {
    value = value.length() > MAX_VALUE ? value.substring(0, MAX_VALUE) + "…" : value;
  }

  /** The violation as one sentence: {@code sinks[0].mode: "upsert" is not one of append, …}. */
  public String sentence() {
    String head = field.isEmpty() ? "" : field + ": ";
    String shown = value.isEmpty() ? "" : "\"" + value + "\" ";
    String tail = fix.isEmpty() ? "" : "; " + fix;
    return head + shown + rule + tail;
  }

  /** The same violation, seen from a parent in which the input stands under {@code prefix}. */
  Violation under(String prefix) {
    return new Violation(InputObject.join(prefix, field), value, rule, fix);
  }
}
