package io.switchyard.app.http;

import io.switchyard.domain.input.Violation;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/** Problems that the HTTP server meets before any route of ours is reached, in our form. */
final class ServerProblems extends ErrorHandler {

  private static final String PROBLEM = "application/problem+json";

  @Override
  protected void generateResponse(
      Request request,
      Response response,
      int code,
      @Nullable String message,
      @Nullable Throwable cause,
      Callback callback) {
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, PROBLEM);
    byte[] body = Replies.problem(refusal(code, message), request.getHttpURI().getPath());
    response.write(true, ByteBuffer.wrap(body), callback);
  }

  private static Refusal refusal(int code, @Nullable String reason) {
    ProblemType type = Replies.typeOf(code);
    String said = reason == null ? "" : reason;
    return type == ProblemType.INVALID_REQUEST
        ? Refusal.of(type, new Violation("request", "", "is malformed", said))
        : Refusal.of(type, type.title() + ".");
  }
}
