package io.switchyard.adapters.callbacks;

import io.switchyard.adapters.callbacks.CallbackSenderConfig.Secret;
import io.switchyard.domain.callback.CallbackUrl;
import io.switchyard.domain.job.Job;
import io.switchyard.ports.job.CallbackAnswer;
import io.switchyard.ports.job.CallbackSender;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.eclipse.jetty.client.BytesRequestContent;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.Response;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpHeaderValue;
import org.eclipse.jetty.http.HttpMethod;

/**
 * Sends callbacks as signed CloudEvents: one POST on a connection of its own, to an address that
 * was checked. Redirects are not followed, no proxy is used, no cookie is kept, and of the answer
 * only the status and {@code Retry-After} are looked at.
 *
 * <p>Safe for use by several threads. Uses neither threads nor memory to speak of until the first
 * callback is sent.
 */
public final class HttpCallbackSender implements CallbackSender, AutoCloseable {

  /** From the look-up of the host to the end of the answer. */
  private static final Duration WHOLE = Duration.ofSeconds(10);

  private final CallbackSenderConfig config;
  private final InstantSource clock;
  private final Duration whole;
  private final EndEvent event;
  private final Client client;

  HttpCallbackSender(
      CallbackSenderConfig config, InstantSource clock, Duration whole, Client client) {
    this.config = config;
    this.clock = clock;
    this.whole = whole;
    this.event = new EndEvent(config.publicUrl());
    this.client = client;
  }

  /** A sender with that configuration; close it. */
  public static HttpCallbackSender open(CallbackSenderConfig config, InstantSource clock) {
    return new HttpCallbackSender(
        config, clock, WHOLE, new Client(config.targets(), Lookup.SYSTEM, null));
  }

  @Override
  public CallbackAnswer send(Job job, CallbackUrl url) {
    List<Secret> secrets = config.secrets().of(job.request().team());
    if (secrets.isEmpty()) {
      return new CallbackAnswer.Failed(
          null, "no secret is configured to sign it with (callbacks.secret_file)", null);
    }
    try {
      HttpClient http = client.started();
      return new Try(this::read, whole)
          .make(http, request(http, url.uri(), event.body(job), secrets));
    } catch (RuntimeException e) {
      return Answers.failed(e);
    }
  }

  private Request request(HttpClient http, URI uri, byte[] body, List<Secret> secrets) {
    return http.newRequest(uri)
        .method(HttpMethod.POST)
        .headers(
            headers ->
                headers
                    .put(Signature.HEADER, Signature.of(body, clock.instant(), secrets))
                    .put(HttpHeader.CONNECTION, HttpHeaderValue.CLOSE.asString()))
        .body(new BytesRequestContent(EndEvent.CONTENT_TYPE, body));
  }

  private CallbackAnswer read(Response response) {
    String retryAfter = response.getHeaders().get(HttpHeader.RETRY_AFTER);
    return Answers.of(response.getStatus(), retryAfter, clock.instant());
  }

  /** Ends what is under way. Repeating it is harmless. */
  @Override
  public void close() {
    client.close();
  }
}
