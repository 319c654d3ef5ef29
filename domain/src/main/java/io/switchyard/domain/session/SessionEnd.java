package io.switchyard.domain.session;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Why a session is over.
 *
 * @param by who ended it: a user, or the platform
 * @param at in whole microseconds, which is what stores keep
 */
public record SessionEnd(Reason reason, String by, Instant at) {

  /** Who acts when nobody asked for it. */
  public static final String PLATFORM = "switchyard";

  public SessionEnd {
    at = at.truncatedTo(ChronoUnit.MICROS);
  }

  /** What ended it. */
  public enum Reason {
    /** Somebody closed it over the API. */
    CLOSED("somebody closed it"),
    /** Its own client released it. */
    RELEASED("its client released it"),
    /** Nobody used it for long. */
    IDLE("nobody used it for longer than its team's limit"),
    /** It was open for long. */
    TOO_OLD("it was open for longer than its team's limit"),
    /** The server it was on is gone. */
    SERVER_GONE("its server is gone");

    private final String sentence;

    Reason(String sentence) {
      this.sentence = sentence;
    }

    /** For people, as in "the session is over: …". */
    public String sentence() {
      return sentence;
    }
  }
}
