package io.switchyard.app.grpc;

import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.switchyard.app.http.Callers;
import io.switchyard.app.http.Meters;
import io.switchyard.app.tracing.Tracing;
import io.switchyard.domain.team.Caller;
import java.time.Duration;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Stands before every call: says who calls, answers what the call throws, and counts it. */
final class CallGuard implements ServerInterceptor {

  private static final Context.Key<Caller> CALLER = Context.key("caller");

  private final Callers callers;
  private final Meters meters;
  private final Tracing tracing;

  CallGuard(Callers callers, Meters meters, Tracing tracing) {
    this.tracing = tracing;
    this.callers = callers;
    this.meters = meters;
  }

  /** Who calls; only while a guarded call is being taken. */
  static Caller caller() {
    return CALLER.get();
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    String method = call.getMethodDescriptor().getFullMethodName();
    ServerCall<Q, A> counted =
        new CountedCall<>(
            call,
            (code, took) -> {
              meters.called(method, code.name(), took);
              tracing.called(method, code.value(), took, name -> headers.get(key(name)));
            });
    try {
      Caller caller = callers.of(name -> header(call, headers, name));
      var inner =
          Contexts.interceptCall(
              Context.current().withValue(CALLER, caller), counted, headers, next);
      return new Answering<>(inner, counted, method);
    } catch (RuntimeException e) {
      refuse(counted, e, method);
      return new ServerCall.Listener<>() {};
    }
  }

  private static @Nullable String header(ServerCall<?, ?> call, Metadata headers, String name) {
    // HTTP/2 has :authority in the place of Host.
    return name.equals("Host") ? call.getAuthority() : headers.get(key(name));
  }

  private static Metadata.Key<String> key(String name) {
    return Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER);
  }

  private static void refuse(ServerCall<?, ?> call, RuntimeException thrown, String method) {
    StatusRuntimeException refusal = Statuses.of(thrown, method);
    Metadata trailers = refusal.getTrailers();
    call.close(refusal.getStatus(), trailers == null ? new Metadata() : trailers);
  }

  /** Unary requests are handled at half-close; what is thrown there is the answer. */
  private static final class Answering<Q> extends SimpleForwardingServerCallListener<Q> {

    private final ServerCall<Q, ?> call;
    private final String method;

    Answering(ServerCall.Listener<Q> inner, ServerCall<Q, ?> call, String method) {
      super(inner);
      this.call = call;
      this.method = method;
    }

    @Override
    public void onHalfClose() {
      try {
        super.onHalfClose();
      } catch (RuntimeException e) {
        refuse(call, e, method);
      }
    }
  }

  private static final class CountedCall<Q, A> extends SimpleForwardingServerCall<Q, A> {

    private final BiConsumer<Status.Code, Duration> ended;
    private final long begun = System.nanoTime();

    CountedCall(ServerCall<Q, A> call, BiConsumer<Status.Code, Duration> ended) {
      super(call);
      this.ended = ended;
    }

    @Override
    public void close(Status status, Metadata trailers) {
      super.close(status, trailers);
      ended.accept(status.getCode(), Duration.ofNanos(System.nanoTime() - begun));
    }
  }
}
