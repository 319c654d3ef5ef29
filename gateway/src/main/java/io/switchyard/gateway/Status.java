package io.switchyard.gateway;

import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.util.AsciiString;
import io.switchyard.ports.session.CallRefused;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * How a call ended, as gRPC writes it.
 *
 * @param code of gRPC
 * @param details a {@code google.rpc.Status}; null for none
 */
record Status(int code, String message, byte @Nullable [] details) {

  static final int OK = 0;
  static final int CANCELLED = 1;
  static final int UNKNOWN = 2;
  static final int INVALID_ARGUMENT = 3;
  static final int DEADLINE_EXCEEDED = 4;
  static final int NOT_FOUND = 5;
  static final int PERMISSION_DENIED = 7;
  static final int RESOURCE_EXHAUSTED = 8;
  static final int FAILED_PRECONDITION = 9;
  static final int UNIMPLEMENTED = 12;
  static final int INTERNAL = 13;
  static final int UNAVAILABLE = 14;
  static final int UNAUTHENTICATED = 16;

  static final AsciiString GRPC_STATUS = AsciiString.cached("grpc-status");

  private static final AsciiString GRPC_MESSAGE = AsciiString.cached("grpc-message");
  private static final AsciiString DETAILS = AsciiString.cached("grpc-status-details-bin");
  private static final AsciiString CONTENT_TYPE = AsciiString.cached("content-type");
  private static final AsciiString GRPC = AsciiString.cached("application/grpc");
  private static final AsciiString ACCEPTED = AsciiString.cached("grpc-accept-encoding");
  private static final AsciiString IDENTITY = AsciiString.cached("identity");
  private static final AsciiString HTTP_OK = AsciiString.cached("200");

  static Status of(int code, String message) {
    return new Status(code, message, null);
  }

  static Status of(BadRequest bad) {
    return of(bad.code(), String.valueOf(bad.getMessage()));
  }

  static Status unavailable(String message) {
    return of(UNAVAILABLE, message);
  }

  static Status of(CallRefused refused, String session) {
    String message = String.valueOf(refused.getMessage());
    int code =
        switch (refused.reason()) {
          case UNAUTHENTICATED -> UNAUTHENTICATED;
          case PERMISSION_DENIED -> PERMISSION_DENIED;
          case NOT_FOUND -> NOT_FOUND;
          case INVALID_ARGUMENT -> INVALID_ARGUMENT;
          case RESOURCE_EXHAUSTED -> RESOURCE_EXHAUSTED;
          case FAILED_PRECONDITION -> FAILED_PRECONDITION;
          case UNAVAILABLE -> UNAVAILABLE;
          case SESSION_CLOSED -> INTERNAL;
        };
    if (refused.reason() == CallRefused.Reason.SESSION_CLOSED) {
      return ErrorDetails.sessionClosed(session, message);
    }
    Duration retryAfter = refused.retryAfter();
    return retryAfter == null
        ? of(code, message)
        : new Status(code, message, ErrorDetails.retry(code, message, retryAfter));
  }

  /** All there is of an answer that never began. */
  Http2Headers trailersOnly() {
    return trailers(
        new DefaultHttp2Headers(false)
            .status(HTTP_OK)
            .add(CONTENT_TYPE, GRPC)
            .add(ACCEPTED, IDENTITY));
  }

  /** The end of an answer that began. */
  Http2Headers trailers() {
    return trailers(new DefaultHttp2Headers(false));
  }

  /** gRPC's code in what ends an answer. */
  static int codeIn(Http2Headers trailers) {
    CharSequence code = trailers.get(GRPC_STATUS);
    if (code == null || code.length() > 3 || code.length() == 0) {
      return UNKNOWN;
    }
    int value = 0;
    for (int i = 0; i < code.length(); i++) {
      int digit = code.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return UNKNOWN;
      }
      value = 10 * value + digit;
    }
    return value;
  }

  private Http2Headers trailers(Http2Headers headers) {
    headers.add(GRPC_STATUS, Integer.toString(code));
    if (!message.isEmpty()) {
      headers.add(GRPC_MESSAGE, percentEncoded(message));
    }
    if (details != null) {
      headers.add(DETAILS, Base64.getEncoder().withoutPadding().encodeToString(details));
    }
    return headers;
  }

  private static String percentEncoded(String text) {
    StringBuilder out = new StringBuilder(text.length() + 16);
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      if (b >= ' ' && b <= '~' && b != '%') {
        out.append((char) b);
      } else {
        out.append('%')
            .append(Character.toUpperCase(Character.forDigit(b >> 4 & 15, 16)))
            .append(Character.toUpperCase(Character.forDigit(b & 15, 16)));
      }
    }
    return out.toString();
  }
}
