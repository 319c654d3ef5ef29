package io.switchyard.agent;

import org.sparkproject.connect.grpc.Grpc;
import org.sparkproject.connect.grpc.Metadata;
import org.sparkproject.connect.grpc.ServerCall;
import org.sparkproject.connect.grpc.ServerCallHandler;
import org.sparkproject.connect.grpc.ServerInterceptor;
import org.sparkproject.connect.grpc.Status;

/**
 * Lets only those call Spark Connect who send the token of this server, as {@code Authorization:
 * Bearer}. Named in {@code spark.connect.grpc.interceptor.classes}, beside {@link ClusterPlugin}.
 *
 * <p>Spark has such a check of its own since 4.0, but reads the token from a setting or an
 * environment variable, and every user of the server can read those.
 */
public final class TokenInterceptor implements ServerInterceptor {

  private static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("Authorization", Metadata.ASCII_STRING_MARSHALLER);

  @Override
  public <I, O> ServerCall.Listener<I> interceptCall(
      ServerCall<I, O> call, Metadata headers, ServerCallHandler<I, O> next) {
    if (Gate.lets(
        headers.get(AUTHORIZATION), call.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR))) {
      return next.startCall(call, headers);
    }
    call.close(
        Status.UNAUTHENTICATED.withDescription("the token of this server is needed"),
        new Metadata());
    return new ServerCall.Listener<>() {};
  }
}
