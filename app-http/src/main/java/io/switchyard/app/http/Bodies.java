package io.switchyard.app.http;

import io.javalin.http.Context;
import io.switchyard.domain.input.Violation;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads the body of a request as JSON. */
public final class Bodies {

  /** The most that one request may hold. */
  public static final int MAX_BYTES = 1024 * 1024;

  /** Read and dropped, so that the client reads our answer instead of seeing its write fail. */
  private static final int MAX_DROPPED = 64 * 1024 * 1024;

  private Bodies() {}

  /**
   * The body as a tree.
   *
   * @throws Refusal if it is absent, too large, not declared as JSON, or broken
   */
  static @Nullable Object read(Context ctx) {
    byte[] body = bytes(ctx);
    requireJson(ctx.contentType());
    if (body.length == 0) {
      throw Refusal.of(
          ProblemType.INVALID_REQUEST, new Violation("body", "", "is empty", "send a JSON object"));
    }
    return Json.read(body);
  }

  private static byte[] bytes(Context ctx) {
    try (InputStream in = ctx.bodyInputStream()) {
      byte[] body = in.readNBytes(MAX_BYTES + 1);
      if (body.length > MAX_BYTES) {
        drop(in);
        throw Refusal.of(
            ProblemType.BODY_TOO_LARGE,
            new Violation(
                "body",
                "",
                "is larger than " + MAX_BYTES + " bytes, the most this API reads",
                "put large inputs into files and name them"));
      }
      return body;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void drop(InputStream in) throws IOException {
    byte[] buffer = new byte[8192];
    long dropped = 0;
    int read = in.read(buffer);
    while (read >= 0 && dropped < MAX_DROPPED) {
      dropped += read;
      read = in.read(buffer);
    }
  }

  /**
   * A declared type is required, not only welcome: without it any web page could make a browser
   * send requests here.
   */
  private static void requireJson(@Nullable String contentType) {
    String type = contentType == null ? "" : contentType.split(";", 2)[0].strip();
    String lower = type.toLowerCase(Locale.ROOT);
    if (!lower.equals("application/json") && !lower.endsWith("+json")) {
      throw Refusal.of(
          ProblemType.UNSUPPORTED_MEDIA_TYPE,
          new Violation(
              "Content-Type",
              type,
              type.isEmpty() ? "is missing" : "is not JSON",
              "send Content-Type: application/json"));
    }
  }
}
