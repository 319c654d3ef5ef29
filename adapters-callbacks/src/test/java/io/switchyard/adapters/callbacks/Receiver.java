package io.switchyard.adapters.callbacks;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLContext;

/** A real server that takes callbacks, and answers as it is told. */
public final class Receiver implements AutoCloseable {

  /**
   * What came.
   *
   * @param servers the names that the client asked for in TLS
   */
  public record Request(
      String method, String path, Headers headers, byte[] body, List<String> servers) {
    public String header(String name) {
      return String.valueOf(headers.getFirst(name));
    }

    public String text() {
      return new String(body, StandardCharsets.UTF_8);
    }
  }

  public final List<Request> requests = new CopyOnWriteArrayList<>();
  public volatile int status = 200;
  public volatile Map<String, String> headers = Map.of();
  volatile int answerBytes;

  /** The answer waits for this. */
  public volatile CountDownLatch hold = new CountDownLatch(0);

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final String scheme;

  private Receiver(HttpServer server, String scheme) {
    this.server = server;
    this.scheme = scheme;
    server.setExecutor(threads);
    server.createContext("/", this::take);
    server.start();
  }

  /** At that address of this machine. */
  public static Receiver at(String address, int port) throws IOException {
    return new Receiver(HttpServer.create(new InetSocketAddress(address, port), 0), "http");
  }

  public static Receiver start() throws IOException {
    return at("127.0.0.1", 0);
  }

  static Receiver secure(SSLContext tls) throws IOException {
    HttpsServer server = HttpsServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(tls));
    return new Receiver(server, "https");
  }

  public int port() {
    return server.getAddress().getPort();
  }

  /** A URL of that host that leads here, if the host has our address. */
  public String url(String host) {
    return scheme + "://" + host + ":" + port() + "/hook?token=a%20b";
  }

  private void take(HttpExchange exchange) {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      requests.add(
          new Request(
              exchange.getRequestMethod(),
              exchange.getRequestURI().toString(),
              exchange.getRequestHeaders(),
              body,
              servers(exchange)));
      hold.await();
      headers.forEach(exchange.getResponseHeaders()::set);
      exchange.sendResponseHeaders(status, answerBytes == 0 ? -1 : answerBytes);
      try (OutputStream out = exchange.getResponseBody()) {
        for (int i = 0; i < answerBytes; i++) {
          out.write('x');
        }
      }
    } catch (IOException e) {
      // The client went away, as some tests want it to.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static List<String> servers(HttpExchange exchange) {
    if (exchange instanceof HttpsExchange secure
        && secure.getSSLSession() instanceof ExtendedSSLSession session) {
      return session.getRequestedServerNames().stream()
          .map(name -> new String(name.getEncoded(), StandardCharsets.US_ASCII))
          .toList();
    }
    return List.of();
  }

  @Override
  public void close() {
    hold.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
