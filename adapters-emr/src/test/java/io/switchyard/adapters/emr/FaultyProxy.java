package io.switchyard.adapters.emr;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/** Stands before moto, and does to requests what a test says. */
final class FaultyProxy implements AutoCloseable {

  private static final Set<String> NOT_PASSED_ON =
      Set.of("host", "connection", "content-length", "expect", "transfer-encoding", "upgrade");

  /** A request. */
  record Asked(String method, String path, String action, String body) {

    /** {@code RunJobFlow} and the like, or {@code PUT claim} of S3. */
    String what() {
      return action.isEmpty() ? method + " " + path.substring(path.lastIndexOf('/') + 1) : action;
    }
  }

  /** An answer; {@link #LOST} for none. */
  record Answer(int status, String body, Map<String, String> headers) {

    static final Answer LOST = new Answer(0, "", Map.of());

    /** What was asked for is done, and nobody hears of it. */
    static Answer lostOnTheWayBack(Answer served) {
      return served.status() == 0 ? served : LOST;
    }

    static Answer error(int status, String code, String message) {
      String body = "{\"__type\":\"%s\",\"message\":\"%s\"}".formatted(code, message);
      return new Answer(status, body, Map.of("Content-Type", "application/x-amz-json-1.1"));
    }

    static Answer throttled() {
      return error(400, "ThrottlingException", "Rate exceeded");
    }
  }

  /** What happens to a request. */
  interface Fault {

    /**
     * @param served does what it asks for, once
     */
    Answer happen(Asked asked, Supplier<Answer> served);
  }

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpClient client = HttpClient.newHttpClient();
  private final URI behind;
  private final List<Asked> requests = new CopyOnWriteArrayList<>();
  private volatile Fault fault = (asked, served) -> served.get();

  FaultyProxy(URI behind) {
    this.behind = behind;
    try {
      this.server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** Has that happen to every request from now on. */
  void happen(Fault next) {
    fault = next;
  }

  /** Has that happen to the next request of a kind. */
  void once(String what, Fault next) {
    happen(
        (asked, served) -> {
          if (!asked.what().equals(what)) {
            return served.get();
          }
          fault = (a, s) -> s.get();
          return next.happen(asked, served);
        });
  }

  void nothingHappens() {
    fault = (asked, served) -> served.get();
  }

  /** How many requests of a kind there were. */
  long count(String what) {
    return requests.stream().filter(asked -> asked.what().equals(what)).count();
  }

  /** How many requests there were, by kind. */
  Map<String, Long> counts() {
    Map<String, Long> counts = new TreeMap<>();
    requests.forEach(asked -> counts.merge(asked.what(), 1L, Long::sum));
    return counts;
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
      Asked asked =
          new Asked(
              exchange.getRequestMethod(),
              exchange.getRequestURI().getPath(),
              target == null ? "" : target.substring(target.indexOf('.') + 1),
              new String(body, StandardCharsets.UTF_8));
      requests.add(asked);
      Answer answer = fault.happen(asked, () -> forward(exchange, body));
      if (answer.status() == 0) {
        // Closed without an answer.
        return;
      }
      answer.headers().forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
      byte[] bytes = answer.body().getBytes(StandardCharsets.ISO_8859_1);
      boolean empty = bytes.length == 0 || asked.method().equals("HEAD");
      exchange.sendResponseHeaders(answer.status(), empty ? -1 : bytes.length);
      if (!empty) {
        exchange.getResponseBody().write(bytes);
      }
    }
  }

  private Answer forward(HttpExchange exchange, byte[] body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(behind.resolve(exchange.getRequestURI().toString()))
            .method(exchange.getRequestMethod(), HttpRequest.BodyPublishers.ofByteArray(body));
    exchange
        .getRequestHeaders()
        .forEach(
            (name, values) -> {
              if (!NOT_PASSED_ON.contains(name.toLowerCase(Locale.ROOT))) {
                values.forEach(value -> request.header(name, value));
              }
            });
    try {
      HttpResponse<byte[]> response =
          client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
      Map<String, String> headers = new TreeMap<>();
      response
          .headers()
          .map()
          .forEach(
              (name, values) -> {
                if (!NOT_PASSED_ON.contains(name) && !name.startsWith(":")) {
                  headers.put(name, values.get(0));
                }
              });
      return new Answer(
          response.statusCode(), new String(response.body(), StandardCharsets.ISO_8859_1), headers);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
