package io.switchyard.gateway;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.util.AsciiString;
import io.switchyard.domain.cluster.ServerToken;
import io.switchyard.ports.session.Route;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The headers of a call: what is read of them, and how they go on. */
final class RequestHeaders {

  static final AsciiString GRPC_TIMEOUT = AsciiString.cached("grpc-timeout");

  private static final AsciiString AUTHORIZATION = HttpHeaderNames.AUTHORIZATION;

  /** What some clients write instead: the JVM's of Spark 4.0 and 4.1 over TLS. */
  private static final AsciiString AUTHENTICATION = AsciiString.cached("authentication");

  private static final AsciiString GRPC_ENCODING = AsciiString.cached("grpc-encoding");
  private static final AsciiString GRPC_ACCEPT_ENCODING =
      AsciiString.cached("grpc-accept-encoding");
  private static final AsciiString IDENTITY = AsciiString.cached("identity");
  private static final AsciiString HTTP = AsciiString.cached("http");
  private static final AsciiString POST = AsciiString.cached("POST");
  private static final int AUTHORITY = 253 + 1 + 5;
  private static final String OURS = "x-switchyard-";
  private static final String BEARER = "bearer ";

  private RequestHeaders() {}

  /** Whether they lack what every request of HTTP/2 has. */
  static boolean malformed(Http2Headers headers) {
    return headers.method() == null || headers.scheme() == null || headers.path() == null;
  }

  /** Whether a call as gRPC makes them begins so. */
  static boolean areGrpc(Http2Headers headers) {
    CharSequence type = headers.get(HttpHeaderNames.CONTENT_TYPE);
    return POST.contentEquals(text(headers.method()))
        && type != null
        && type.toString().startsWith("application/grpc");
  }

  /** Whether what it says of its host is longer than names and ports are. */
  static boolean hostTooLong(Http2Headers headers) {
    CharSequence authority = headers.authority();
    return authority != null && authority.length() > AUTHORITY;
  }

  static boolean compressed(Http2Headers headers) {
    CharSequence encoding = headers.get(GRPC_ENCODING);
    return encoding != null && !IDENTITY.contentEqualsIgnoreCase(encoding);
  }

  static String text(@Nullable CharSequence value) {
    return value == null ? "" : value.toString();
  }

  static @Nullable String get(Http2Headers headers, String name) {
    CharSequence value = headers.get(name);
    return value == null ? null : value.toString();
  }

  /** The bearer token of one header or the other. */
  static @Nullable String credential(Http2Headers headers) {
    String token = bearer(headers.get(AUTHORIZATION));
    return token != null ? token : bearer(headers.get(AUTHENTICATION));
  }

  private static @Nullable String bearer(@Nullable CharSequence value) {
    String text = text(value);
    boolean is = text.regionMatches(true, 0, BEARER, 0, BEARER.length());
    String token = is ? text.substring(BEARER.length()).strip() : "";
    return token.isEmpty() ? null : token;
  }

  /** The headers that are meant for us, and what the client says of itself. */
  static Map<String, String> ours(Http2Headers headers) {
    Map<String, String> ours = new HashMap<>();
    for (Map.Entry<CharSequence, CharSequence> header : headers) {
      if (isOurs(header.getKey()) || HttpHeaderNames.USER_AGENT.contentEquals(header.getKey())) {
        ours.put(header.getKey().toString(), header.getValue().toString());
      }
    }
    return ours;
  }

  /**
   * Makes them what the server gets: without credentials and routing of the client's, with the
   * server's own token.
   *
   * @param plain whether the answer must not be compressed, since it is read here
   */
  static void forServer(Http2Headers headers, Route route, boolean plain) {
    headers.remove(AUTHORIZATION);
    headers.remove(AUTHENTICATION);
    headers.remove(HttpHeaderNames.HOST);
    List<CharSequence> others = new ArrayList<>(0);
    for (Map.Entry<CharSequence, CharSequence> header : headers) {
      if (isOurs(header.getKey())) {
        others.add(header.getKey());
      }
    }
    others.forEach(headers::remove);
    headers.scheme(HTTP).authority(route.server().toString());
    if (plain) {
      headers.set(GRPC_ACCEPT_ENCODING, IDENTITY);
    }
    ServerToken token = route.token();
    if (token != null) {
      headers.set(AUTHORIZATION, "Bearer " + token.value());
    }
  }

  private static boolean isOurs(CharSequence name) {
    return name.length() > OURS.length()
        && name.charAt(0) == 'x'
        && name.toString().toLowerCase(Locale.ROOT).startsWith(OURS);
  }
}
