package io.switchyard.adapters.emr;

import io.switchyard.ports.TargetFailure;
import io.switchyard.ports.TargetFailure.Kind;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;
import javax.net.ssl.SSLHandshakeException;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/** Says in our words what went wrong at AWS. */
final class AwsFailures {

  /** Credentials that may do better the next time: they are renewed. */
  private static final Set<String> STALE =
      Set.of(
          "ExpiredToken",
          "ExpiredTokenException",
          "RequestExpired",
          "TokenRefreshRequired",
          "InvalidClientTokenId",
          "InvalidAccessKeyId",
          "InvalidToken",
          "UnrecognizedClientException",
          "IncompleteSignature",
          "InvalidSignatureException",
          "SignatureDoesNotMatch",
          "RequestTimeTooSkewed");

  private static final Set<String> DENIED =
      Set.of("AccessDenied", "AccessDeniedException", "UnauthorizedOperation", "NotAuthorized");

  private static final Set<String> THROTTLED =
      Set.of(
          "ThrottlingException",
          "Throttling",
          "ThrottledException",
          "RequestLimitExceeded",
          "RequestThrottled",
          "TooManyRequestsException",
          "SlowDown",
          // Two conditional writes of one object at a time.
          "ConditionalRequestConflict");

  private static final String ENDED = "shutting down, terminating, or finished";

  private AwsFailures() {}

  /**
   * The failure that an exception means.
   *
   * @param doing what was tried, such as {@code AddJobFlowSteps on j-1}
   */
  static TargetFailure of(String doing, SdkException e) {
    return e instanceof AwsServiceException answered ? answered(doing, answered) : silent(doing, e);
  }

  /** Whether it asks to slow down. */
  static boolean throttled(SdkException e) {
    return e instanceof AwsServiceException answered
        && (answered.statusCode() == 429 || THROTTLED.contains(code(answered)));
  }

  private static TargetFailure answered(String doing, AwsServiceException e) {
    String code = code(e);
    String said = code + ": " + text(e);
    if (throttled(e)) {
      return without(Kind.THROTTLED, "AWS asks to slow down: " + doing + " (" + code + ")", e);
    } else if (STALE.contains(code)) {
      return without(
          Kind.UNREACHABLE, "AWS does not accept our credentials to " + doing + ": " + said, e);
    } else if (e.statusCode() >= 500) {
      String why = "AWS answered " + e.statusCode() + " to " + doing + ": " + said;
      return TargetFailure.unknownEffect(Kind.UNREACHABLE, why, e);
    } else if (DENIED.contains(code) || e.statusCode() == 401 || e.statusCode() == 403) {
      return without(Kind.FORBIDDEN, "may not " + doing + ": " + said, e);
    } else if (e.statusCode() >= 400) {
      return without(refusal(text(e)), "cannot " + doing + ": " + said, e);
    }
    return TargetFailure.unknownEffect(Kind.BROKEN, "AWS answered nonsense to " + doing, e);
  }

  private static Kind refusal(String message) {
    String said = message.toLowerCase(Locale.ROOT);
    if (said.contains("maximum number of active steps")
        || said.contains("limit exceeded")
        || said.contains("exceeds the")
        || said.contains("quota")
        || said.contains("insufficient")) {
      return Kind.FULL;
    }
    // A cluster that ends is replaced, or somebody starts another one.
    return said.contains(ENDED) ? Kind.UNREACHABLE : Kind.REJECTED;
  }

  /** Whether it says that the cluster takes no more steps, because it ends or has ended. */
  static boolean clusterEnded(TargetFailure failure) {
    return failure.outcomeKnown() && ("" + failure.getMessage()).contains(ENDED);
  }

  private static TargetFailure silent(String doing, SdkException e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof ConnectException
          || cause instanceof UnknownHostException
          || cause.getClass().getSimpleName().equals("ConnectTimeoutException")
          || cause instanceof SSLHandshakeException) {
        return without(Kind.UNREACHABLE, "AWS cannot be reached to " + doing + ": " + cause, e);
      }
    }
    String said = "" + e.getMessage();
    if (said.contains("Unable to load credentials")
        || said.contains("Failed to load credentials")) {
      return without(Kind.UNREACHABLE, "there are no AWS credentials to " + doing, e);
    }
    String why = "no answer of AWS to " + doing + ": " + said;
    return TargetFailure.unknownEffect(Kind.UNREACHABLE, why, e);
  }

  /** Does what has no effect that matters: if it fails, it had none. */
  static <T> T harmless(Supplier<T> call) {
    try {
      return call.get();
    } catch (TargetFailure failure) {
      throw harmless(failure);
    }
  }

  static TargetFailure harmless(TargetFailure failure) {
    return failure.outcomeKnown()
        ? failure
        : TargetFailure.withoutEffect(failure.kind(), "" + failure.getMessage(), failure);
  }

  private static String code(AwsServiceException e) {
    String code = e.awsErrorDetails() == null ? null : e.awsErrorDetails().errorCode();
    return code == null ? "" + e.statusCode() : code;
  }

  private static String text(AwsServiceException e) {
    String said = e.awsErrorDetails() == null ? null : e.awsErrorDetails().errorMessage();
    return said == null ? "" + e.getMessage() : said;
  }

  private static TargetFailure without(Kind kind, String message, SdkException e) {
    return TargetFailure.withoutEffect(kind, message, e);
  }
}
