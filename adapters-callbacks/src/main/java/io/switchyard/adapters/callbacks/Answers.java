package io.switchyard.adapters.callbacks;

import io.switchyard.ports.job.CallbackAnswer;
import java.io.EOFException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** What the answers and failures of receivers mean. Nothing a receiver says is repeated. */
final class Answers {

  private static final int GONE = 410;
  private static final int TOO_MANY = 429;
  private static final int UNAVAILABLE = 503;
  private static final Pattern SECONDS = Pattern.compile("\\d{1,9}");
  private static final int LONGEST_REASON = 200;

  private Answers() {}

  /**
   * An answer with that status.
   *
   * @param retryAfter the header of that name; null if there is none
   */
  static CallbackAnswer of(int status, @Nullable String retryAfter, Instant now) {
    if (status >= 200 && status < 300) {
      return new CallbackAnswer.Delivered(status);
    }
    String reason = "the receiver answered " + status;
    if (status == GONE) {
      return new CallbackAnswer.Gone(status, reason + ", which means never again");
    }
    if (status >= 300 && status < 400) {
      reason += "; redirects are not followed";
    }
    boolean waits = status == TOO_MANY || status == UNAVAILABLE;
    return new CallbackAnswer.Failed(status, reason, waits ? pause(retryAfter, now) : null);
  }

  /** Seconds or a date; null if it is neither. */
  private static @Nullable Duration pause(@Nullable String retryAfter, Instant now) {
    if (retryAfter == null) {
      return null;
    }
    String written = retryAfter.strip();
    if (SECONDS.matcher(written).matches()) {
      return Duration.ofSeconds(Long.parseLong(written));
    }
    try {
      Instant until =
          ZonedDateTime.parse(written, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      return until.isBefore(now) ? Duration.ZERO : Duration.between(now, until);
    } catch (DateTimeException e) {
      return null;
    }
  }

  /** A try that ended without an answer. */
  static CallbackAnswer failed(Throwable failure) {
    return new CallbackAnswer.Failed(null, reason(failure), null);
  }

  private static String reason(Throwable failure) {
    if (failure instanceof TargetRefused refused) {
      return String.valueOf(refused.getMessage());
    } else if (failure instanceof UnknownHostException) {
      return "the host has no address";
    } else if (failure instanceof SocketTimeoutException) {
      return "the host cannot be connected to in time";
    } else if (failure instanceof TimeoutException) {
      return "the receiver did not answer in time";
    } else if (failure instanceof ConnectException || failure instanceof NoRouteToHostException) {
      return "the host cannot be connected to";
    } else if (failure instanceof SSLException) {
      return cut("TLS failed: " + failure.getMessage());
    } else if (failure instanceof ClosedChannelException || failure instanceof EOFException) {
      return "the receiver closed the connection before it answered";
    }
    return "it could not be sent (" + failure.getClass().getSimpleName() + ")";
  }

  private static String cut(String reason) {
    String line = reason.lines().findFirst().orElse("");
    return line.length() > LONGEST_REASON ? line.substring(0, LONGEST_REASON - 1) + "…" : line;
  }
}
