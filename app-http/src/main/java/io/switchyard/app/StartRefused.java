package io.switchyard.app;

/** The application cannot start, for a reason that the person who starts it can mend. */
final class StartRefused extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * @param sentence what is wrong and what to do
   */
  StartRefused(String sentence) {
    super(sentence, null, false, false);
  }

  String sentence() {
    return String.valueOf(getMessage());
  }
}
