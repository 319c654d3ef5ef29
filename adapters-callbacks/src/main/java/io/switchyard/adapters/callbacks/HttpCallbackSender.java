package io.switchyard.adapters.callbacks;

import io.switchyard.adapters.callbacks.CallbackSenderConfig.Secret;
import io.switchyard.domain.callback.CallbackUrl;
import io.switchyard.domain.job.Job;
import io.switchyard.ports.job.CallbackAnswer;
import io.switchyard.ports.job.CallbackSender;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
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

  /** From the look-up of the host to the answer's headers. */
  private static final Duration WHOLE = Duration.ofSeconds(10);

  /** A receiver's text is nothing to us; what it says beyond this is cut off. */
  private static final int LONGEST_ANSWER = 16 * 1024;

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
    byte[] body = event.body(job);
    var answer = new CompletableFuture<CallbackAnswer>();
    try {
      request(client.started(), url.uri(), body, secrets)
          .onResponseHeaders(response -> answer.complete(read(response)))
          .onResponseContent(new Limit())
          .send(
              result -> {
                Throwable failure = result.getFailure();
                if (failure != null) {
                  answer.complete(Answers.failed(failure));
                }
              });
      // The client keeps to its time; this is for the case that it fails to.
      return answer.get(whole.multipliedBy(2).toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Answers.failed(e);
    } catch (ExecutionException | TimeoutException | RuntimeException e) {
      return Answers.failed(e);
    }
  }

  private Request request(HttpClient http, URI uri, byte[] body, List<Secret> secrets) {
    return http.newRequest(uri)
        .method(HttpMethod.POST)
        .timeout(whole.toMillis(), TimeUnit.MILLISECONDS)
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

  /** Ends an answer that goes on for too long; it has been understood by then. */
  private static final class Limit implements Response.ContentListener {
    private int seen;

    @Override
    public void onContent(Response response, ByteBuffer content) {
      seen += content.remaining();
      content.position(content.limit());
      if (seen > LONGEST_ANSWER) {
        response.abort(new IOException("the answer is too long"));
      }
    }
  }

  /** Ends what is under way. Repeating it is harmless. */
  @Override
  public void close() {
    client.close();
  }
}
