package io.switchyard.app.tracing;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.switchyard.gateway.CallTrace;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Tells an OTLP receiver of each call at the gateway and of each request over REST and gRPC. Goes
 * on with the trace of a client that sends a W3C {@code traceparent}. Costs nothing when it is off.
 * A receiver that is away loses spans and nothing else.
 */
public final class Tracing implements AutoCloseable {

  static final AttributeKey<String> RPC_SYSTEM = AttributeKey.stringKey("rpc.system");
  static final AttributeKey<String> RPC_SERVICE = AttributeKey.stringKey("rpc.service");
  static final AttributeKey<String> RPC_METHOD = AttributeKey.stringKey("rpc.method");
  static final AttributeKey<Long> RPC_STATUS = AttributeKey.longKey("rpc.grpc.status_code");

  private static final AttributeKey<String> HTTP_METHOD =
      AttributeKey.stringKey("http.request.method");
  private static final AttributeKey<String> HTTP_ROUTE = AttributeKey.stringKey("http.route");
  private static final AttributeKey<Long> HTTP_STATUS =
      AttributeKey.longKey("http.response.status_code");

  /** gRPC's codes that are a server's fault, as the semantic conventions have it. */
  private static final Set<Integer> FAULTS = Set.of(2, 4, 12, 13, 14, 15);

  private static final int SERVER_ERROR = 500;
  private static final Duration EXPORT_EVERY = Duration.ofSeconds(1);
  private static final Duration LAST_EXPORT = Duration.ofSeconds(5);

  private static final TextMapGetter<Function<String, @Nullable String>> HEADERS = new Headers();

  private final @Nullable SdkTracerProvider provider;
  private final Tracer tracer;
  private final InstantSource clock;

  private Tracing(@Nullable SdkTracerProvider provider, InstantSource clock) {
    this.provider = provider;
    this.clock = clock;
    this.tracer =
        provider == null
            ? OpenTelemetry.noop().getTracer("switchyard")
            : provider.get("switchyard");
  }

  /** Traces as configured. Does not block, and needs no answer of the receiver. */
  public static Tracing open(TracingConfig config, InstantSource clock) {
    URI endpoint = config.endpoint();
    if (endpoint == null) {
      return new Tracing(null, clock);
    }
    var exporter =
        OtlpHttpSpanExporter.builder()
            .setEndpoint(endpoint + "/v1/traces")
            .setHeaders(config::headers);
    return new Tracing(
        SdkTracerProvider.builder()
            .setResource(
                Resource.getDefault()
                    .merge(
                        Resource.create(
                            Attributes.of(
                                AttributeKey.stringKey("service.name"), config.serviceName()))))
            .setSampler(Sampler.parentBased(Sampler.traceIdRatioBased(config.sampleRatio())))
            .addSpanProcessor(
                BatchSpanProcessor.builder(exporter.build()).setScheduleDelay(EXPORT_EVERY).build())
            .build(),
        clock);
  }

  /**
   * A call arrived at the gateway.
   *
   * @param path {@code /service/method}
   * @param header what the client sent, by name
   */
  public CallTrace arrived(String path, Function<String, @Nullable String> header) {
    if (provider == null) {
      return CallTrace.NONE;
    }
    return new TracedCall(begin(path.substring(1), header).startSpan());
  }

  /**
   * A gRPC call was answered.
   *
   * @param method as {@code service/method}
   * @param status gRPC's code
   */
  public void called(
      String method, int status, Duration took, Function<String, @Nullable String> header) {
    if (provider == null) {
      return;
    }
    Instant now = clock.instant();
    Span span = begin(method, header).setStartTimestamp(now.minus(took)).startSpan();
    ended(span, status);
    span.end(now);
  }

  /**
   * A request was answered.
   *
   * @param route the path as it was registered, never as it was asked for
   */
  public void answered(
      String method,
      String route,
      int status,
      Duration took,
      Function<String, @Nullable String> header) {
    if (provider == null) {
      return;
    }
    Instant now = clock.instant();
    Span span =
        builder(method + " " + route, header)
            .setAttribute(HTTP_METHOD, method)
            .setAttribute(HTTP_ROUTE, route)
            .setAttribute(HTTP_STATUS, (long) status)
            .setStartTimestamp(now.minus(took))
            .startSpan();
    if (status >= SERVER_ERROR) {
      span.setStatus(StatusCode.ERROR);
    }
    span.end(now);
  }

  private SpanBuilder begin(String method, Function<String, @Nullable String> header) {
    int slash = method.indexOf('/');
    return builder(method, header)
        .setAttribute(RPC_SYSTEM, "grpc")
        .setAttribute(RPC_SERVICE, method.substring(0, Math.max(0, slash)))
        .setAttribute(RPC_METHOD, method.substring(slash + 1));
  }

  private SpanBuilder builder(String name, Function<String, @Nullable String> header) {
    Context parent =
        W3CTraceContextPropagator.getInstance().extract(Context.root(), header, HEADERS);
    return tracer.spanBuilder(name).setSpanKind(SpanKind.SERVER).setParent(parent);
  }

  static void ended(Span span, int status) {
    span.setAttribute(RPC_STATUS, (long) status);
    if (FAULTS.contains(status)) {
      span.setStatus(StatusCode.ERROR);
    }
  }

  /** Sends what is left; blocks for a few seconds at most. */
  @Override
  public void close() {
    if (provider != null) {
      provider.shutdown().join(LAST_EXPORT.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private static final class Headers implements TextMapGetter<Function<String, @Nullable String>> {

    @Override
    public Iterable<String> keys(Function<String, @Nullable String> header) {
      return List.of();
    }

    @Override
    public @Nullable String get(@Nullable Function<String, @Nullable String> header, String name) {
      return header == null ? null : header.apply(name);
    }
  }
}
