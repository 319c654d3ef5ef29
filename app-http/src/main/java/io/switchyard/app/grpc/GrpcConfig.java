package io.switchyard.app.grpc;

import static io.switchyard.domain.input.InputReader.bool;
import static io.switchyard.domain.input.InputReader.integer;
import static io.switchyard.domain.input.InputReader.nonBlankText;

import io.switchyard.domain.input.InputObject;

/**
 * Where gRPC is served.
 *
 * @param host the address to listen on; 127.0.0.1 keeps everybody else away
 * @param port 1 to 65535, or 0 for any free one
 * @param enabled whether it is served at all
 */
public record GrpcConfig(String host, int port, boolean enabled) {

  public static final GrpcConfig DEFAULT = new GrpcConfig("127.0.0.1", 50_051, true);

  /** Reads {@code host}, {@code port} and {@code enabled}; each may be left out. */
  public static GrpcConfig read(InputObject in) {
    var host = in.optional("host", nonBlankText(), DEFAULT.host());
    var port = in.optional("port", integer(0, 65_535), DEFAULT.port());
    var enabled = in.optional("enabled", bool(), DEFAULT.enabled());
    return in.build(() -> new GrpcConfig(host.get(), port.get(), enabled.get()));
  }
}
