package io.switchyard.app.tracing;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.switchyard.domain.cluster.ClusterId;
import io.switchyard.domain.job.JobId;
import io.switchyard.gateway.CallTrace;
import io.switchyard.ports.session.Call;
import io.switchyard.ports.session.Route;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The span of one call at the gateway. */
final class TracedCall implements CallTrace {

  private static final AttributeKey<String> SESSION = AttributeKey.stringKey("session_id");
  private static final AttributeKey<String> TEAM = AttributeKey.stringKey("team");
  private static final AttributeKey<String> CLUSTER = AttributeKey.stringKey("cluster_id");
  private static final AttributeKey<String> JOB = AttributeKey.stringKey("job_id");

  private final Span span;

  TracedCall(Span span) {
    this.span = span;
  }

  @Override
  public Map<String, String> headers() {
    Map<String, String> headers = new HashMap<>();
    W3CTraceContextPropagator.getInstance()
        .inject(Context.root().with(span), headers, (to, name, value) -> headers.put(name, value));
    return headers;
  }

  @Override
  public void ended(@Nullable Call call, @Nullable Route route, int status) {
    if (call != null) {
      span.setAttribute(SESSION, call.sessionId());
    }
    if (route != null) {
      span.setAttribute(TEAM, route.session().team().name());
      ClusterId cluster = route.cluster();
      if (cluster != null) {
        span.setAttribute(CLUSTER, cluster.value());
      }
      JobId job = route.job();
      if (job != null) {
        span.setAttribute(JOB, job.value());
      }
    }
    Tracing.ended(span, status);
    span.end();
  }
}
