package io.switchyard.adapters.k8s;

import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.StatusDetails;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.switchyard.ports.TargetFailure;
import io.switchyard.ports.TargetFailure.Kind;
import java.io.ByteArrayInputStream;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Says in our words what went wrong at an API server. */
final class KubeFailures {

  private KubeFailures() {}

  /**
   * The failure that an exception means.
   *
   * @param doing what was tried, such as {@code create pods in sjns-a-dev}
   */
  static TargetFailure of(String doing, KubernetesClientException e) {
    int code = e.getCode();
    String said = message(e);
    return switch (code) {
      case -1, 0 -> unanswered(doing, e);
      case 401 ->
          // Tokens rotate: the next one may do.
          without(
              Kind.UNREACHABLE,
              "the API server does not accept our credentials (401) to " + doing,
              e);
      case 403 -> forbidden(doing, said, e);
      case 404 -> without(Kind.REJECTED, notFound(doing, said), e);
      case 409 -> without(Kind.BROKEN, "cannot " + doing + ": " + said, e);
      case 429 ->
          without(Kind.THROTTLED, "the API server asks to slow down" + after(e) + ": " + doing, e);
      case 400, 405, 406, 413, 415, 422 ->
          without(Kind.REJECTED, "cannot " + doing + ": " + said, e);
      default ->
          code >= 500
              ? TargetFailure.unknownEffect(
                  Kind.UNREACHABLE, "the API server answered " + code + " to " + doing, e)
              : TargetFailure.unknownEffect(
                  Kind.BROKEN, "the API server answered " + code + " to " + doing, e);
    };
  }

  /** What an API server says of a refusal; null if it says nothing that can be read. */
  static @Nullable Status status(byte[] body) {
    try {
      return Serialization.unmarshal(new ByteArrayInputStream(body), Status.class);
    } catch (RuntimeException notAStatus) {
      return null;
    }
  }

  /** The same failure of a call whose effect, if it had one, does not matter. */
  static TargetFailure harmless(TargetFailure failure) {
    return failure.outcomeKnown()
        ? failure
        : TargetFailure.withoutEffect(failure.kind(), "" + failure.getMessage(), failure);
  }

  /** Whether it says that there is an object of that name already. */
  static boolean alreadyExists(KubernetesClientException e) {
    Status status = e.getStatus();
    // A conflict is about another object, such as a quota that two requests count on at once.
    return e.getCode() == 409 && (status == null || !"Conflict".equals(status.getReason()));
  }

  private static TargetFailure unanswered(String doing, KubernetesClientException e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof SSLException) {
        return without(
            Kind.UNREACHABLE,
            "no secure connection to the API server: " + cause.getMessage() + "; check ca_file",
            e);
      }
      if (cause instanceof ConnectException
          || cause instanceof UnknownHostException
          || cause instanceof HttpConnectTimeoutException) {
        return without(Kind.UNREACHABLE, "the API server cannot be reached: " + cause, e);
      }
    }
    String why = "no answer of the API server to " + doing + ": " + root(e);
    return TargetFailure.unknownEffect(Kind.UNREACHABLE, why, e);
  }

  private static Throwable root(Throwable e) {
    Throwable at = e;
    for (int depth = 0; at.getCause() != null && depth < 20; depth++) {
      at = at.getCause();
    }
    return at;
  }

  private static TargetFailure forbidden(String doing, String said, KubernetesClientException e) {
    // A quota that was just made has not been counted yet.
    if (said.contains("exceeded quota") || said.contains("status unknown for quota")) {
      return without(Kind.FULL, "the namespace has no room: " + said, e);
    }
    return without(Kind.FORBIDDEN, "may not " + asked(doing, said) + ": " + said, e);
  }

  /** Roles are made with a right of their own, which the API server does not name. */
  private static String asked(String doing, String said) {
    if (!said.contains("attempting to grant RBAC permissions")) {
      return doing;
    }
    String verb = doing.startsWith("create rolebindings") ? "bind" : "escalate";
    return verb + " roles.rbac.authorization.k8s.io, which is needed to " + doing;
  }

  private static String notFound(String doing, String said) {
    return said.contains("could not find the requested resource")
        ? "cannot " + doing + ": the API server knows no such kind; is its operator installed?"
        : "cannot " + doing + ": " + said;
  }

  private static String after(KubernetesClientException e) {
    Status status = e.getStatus();
    StatusDetails details = status == null ? null : status.getDetails();
    Integer seconds = details == null ? null : details.getRetryAfterSeconds();
    return seconds == null ? "" : " for " + seconds + " s";
  }

  private static String message(KubernetesClientException e) {
    Status status = e.getStatus();
    @Nullable String said = status == null ? null : status.getMessage();
    return said == null ? "" + e.getMessage() : said;
  }

  private static TargetFailure without(Kind kind, String message, KubernetesClientException e) {
    return TargetFailure.withoutEffect(kind, message, e);
  }
}
