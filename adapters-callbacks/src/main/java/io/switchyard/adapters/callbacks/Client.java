package io.switchyard.adapters.callbacks;

import io.switchyard.domain.callback.CallbackTargets;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.transport.HttpClientTransportOverHTTP;
import org.eclipse.jetty.http.HttpCookieStore;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.ClientConnector;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;

/** The HTTP client, which is made when it is first needed. */
final class Client implements AutoCloseable {

  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration IDLE = Duration.ofSeconds(15);

  /** More than are sent at one time, since a look-up that hangs outlives its try. */
  private static final int THREADS = 64;

  private final CallbackTargets targets;
  private final Lookup lookup;
  private final @Nullable SSLContext tls;
  private @Nullable HttpClient client;
  private boolean closed;

  /**
   * @param tls null for what the JDK trusts
   */
  Client(CallbackTargets targets, Lookup lookup, @Nullable SSLContext tls) {
    this.targets = targets;
    this.lookup = lookup;
    this.tls = tls;
  }

  /**
   * The client, ready for use.
   *
   * @throws IllegalStateException if it was closed or cannot be started
   */
  synchronized HttpClient started() {
    if (closed) {
      throw new IllegalStateException("closed");
    }
    HttpClient there = client;
    if (there == null) {
      there = start();
      client = there;
    }
    return there;
  }

  private HttpClient start() {
    var threads = new QueuedThreadPool(THREADS, 1, (int) IDLE.toMillis());
    threads.setName("callbacks-http");
    threads.setDaemon(true);
    var ssl = new SslContextFactory.Client();
    ssl.setSslContext(tls);
    var connector = new ClientConnector();
    connector.setSelectors(1);
    connector.setExecutor(threads);
    connector.setSslContextFactory(ssl);
    var http = new HttpClient(new HttpClientTransportOverHTTP(connector));
    http.setExecutor(threads);
    http.setSocketAddressResolver(new CheckedAddresses(lookup, targets, threads));
    http.setConnectTimeout(CONNECT.toMillis());
    http.setIdleTimeout(IDLE.toMillis());
    http.setDestinationIdleTimeout(IDLE.toMillis());
    http.setFollowRedirects(false);
    http.setHttpCookieStore(new HttpCookieStore.Empty());
    http.setUserAgentField(new HttpField(HttpHeader.USER_AGENT, "Switchyard"));
    try {
      http.start();
    } catch (Exception e) {
      throw new IllegalStateException("the HTTP client does not start", e);
    }
    // What is not asked for need not be unpacked.
    http.getContentDecoderFactories().clear();
    return http;
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (client != null) {
      try {
        client.stop();
      } catch (Exception e) {
        throw new IllegalStateException("the HTTP client does not stop", e);
      }
    }
  }
}
