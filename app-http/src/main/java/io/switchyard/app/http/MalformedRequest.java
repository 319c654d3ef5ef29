package io.switchyard.app.http;

import io.switchyard.ports.TargetFailure;
import java.io.EOFException;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.io.EofException;
import org.jspecify.annotations.Nullable;

/** Recognises what the HTTP server throws when the request itself is broken. */
final class MalformedRequest {

  private MalformedRequest() {}

  /** What is wrong with the request; empty if {@code thrown} is not about the request. */
  static Optional<String> cause(Throwable thrown) {
    for (Throwable t = thrown; t != null; t = next(t)) {
      if (t instanceof TargetFailure) {
        // What caused it befell our connections to others, not the client's to us.
        return Optional.empty();
      } else if (t instanceof HttpException http) {
        return Optional.of(http.getReason() == null ? "" : http.getReason());
      } else if (t instanceof EofException || t instanceof EOFException) {
        return Optional.of("the body ended before its announced length");
      } else if (t instanceof TimeoutException) {
        return Optional.of("the body did not arrive in time");
      }
    }
    return Optional.empty();
  }

  private static @Nullable Throwable next(Throwable t) {
    return t.getCause() == t ? null : t.getCause();
  }
}
