package io.switchyard.app.grpc;

import com.google.protobuf.Any;
import com.google.protobuf.Duration;
import com.google.rpc.BadRequest;
import com.google.rpc.Code;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import com.google.rpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.switchyard.app.http.ProblemType;
import io.switchyard.app.http.Problems;
import io.switchyard.app.http.Refusal;
import io.switchyard.domain.input.Violation;

/** How refusals are told. gRPC's codes exist in this class and nowhere else. */
final class Statuses {

  private static final String DOMAIN = "switchyard";

  private Statuses() {}

  /** What {@code thrown} means to a client. */
  static StatusRuntimeException of(Throwable thrown, String method) {
    if (thrown instanceof StatusRuntimeException status) {
      return status;
    }
    return of(Problems.refusal(thrown, "gRPC", method));
  }

  private static StatusRuntimeException of(Refusal refusal) {
    Status.Builder status =
        Status.newBuilder()
            .setCode(code(refusal.type()).getNumber())
            .setMessage(refusal.detail())
            .addDetails(
                Any.pack(
                    ErrorInfo.newBuilder()
                        .setReason(refusal.type().name())
                        .setDomain(DOMAIN)
                        .putMetadata("type", refusal.type().urn())
                        .build()));
    if (!refusal.errors().isEmpty()) {
      BadRequest.Builder fields = BadRequest.newBuilder();
      refusal.errors().forEach(error -> fields.addFieldViolations(violation(error)));
      status.addDetails(Any.pack(fields.build()));
    }
    String retryAfter = refusal.headers().get("Retry-After");
    if (retryAfter != null) {
      Duration delay = Duration.newBuilder().setSeconds(Long.parseLong(retryAfter)).build();
      status.addDetails(Any.pack(RetryInfo.newBuilder().setRetryDelay(delay).build()));
    }
    return StatusProto.toStatusRuntimeException(status.build());
  }

  private static BadRequest.FieldViolation violation(Violation error) {
    return BadRequest.FieldViolation.newBuilder()
        .setField(error.field())
        .setDescription(new Violation("", error.value(), error.rule(), error.fix()).sentence())
        .build();
  }

  private static Code code(ProblemType type) {
    return switch (type) {
      case INVALID_REQUEST, UNSUPPORTED_MEDIA_TYPE, CANNOT_RUN -> Code.INVALID_ARGUMENT;
      case UNAUTHENTICATED -> Code.UNAUTHENTICATED;
      case NOT_YOUR_TEAM, NOT_ALLOWED -> Code.PERMISSION_DENIED;
      case JOB_NOT_FOUND, CLUSTER_NOT_FOUND, SESSION_NOT_FOUND, BACKEND_NOT_FOUND -> Code.NOT_FOUND;
      case NO_SUCH_ROUTE, METHOD_NOT_ALLOWED -> Code.UNIMPLEMENTED;
      case IDEMPOTENCY_KEY_TAKEN, NAME_TAKEN -> Code.ALREADY_EXISTS;
      case JOB_ALREADY_ENDED, WRONG_CLUSTER_STATUS, CLUSTER_IN_USE -> Code.FAILED_PRECONDITION;
      case BODY_TOO_LARGE, QUEUE_FULL, QUOTA_EXCEEDED -> Code.RESOURCE_EXHAUSTED;
      case INTERNAL_ERROR -> Code.INTERNAL;
      case UNAVAILABLE -> Code.UNAVAILABLE;
    };
  }
}
