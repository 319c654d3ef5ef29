package io.switchyard.app.http;

import static io.switchyard.domain.input.InputReader.integer;
import static io.switchyard.domain.input.InputReader.nonBlankText;

import io.switchyard.domain.input.InputObject;
import io.switchyard.domain.input.InvalidValue;
import org.jspecify.annotations.Nullable;

/**
 * Where HTTP is served.
 *
 * @param host the address to listen on; 127.0.0.1 keeps everybody else away
 * @param port 1 to 65535, or 0 for any free one
 * @param publicUrl what clients put before {@code /api/v1}, without a slash at the end; null if
 *     they reach this server directly
 */
public record HttpConfig(String host, int port, @Nullable String publicUrl) {

  public static final HttpConfig DEFAULT = new HttpConfig("127.0.0.1", 8080, null);

  public HttpConfig {
    if (publicUrl != null && !publicUrl.matches("https?://[^\\s?#]*[^\\s?#/]")) {
      throw InvalidValue.at(
          "public_url",
          publicUrl,
          "is not the root of a web address",
          "write one such as https://switchyard.example.com, without a slash at the end");
    }
  }

  /** Reads {@code host}, {@code port} and {@code public_url}; each may be left out. */
  public static HttpConfig read(InputObject in) {
    var host = in.optional("host", nonBlankText(), DEFAULT.host());
    var port = in.optional("port", integer(0, 65_535), DEFAULT.port());
    var publicUrl = in.optional("public_url", nonBlankText());
    return in.build(() -> new HttpConfig(host.get(), port.get(), publicUrl.get().orElse(null)));
  }

  public HttpConfig withPort(int other) {
    return new HttpConfig(host, other, publicUrl);
  }
}
