package io.switchyard.benchmarks.chaos.callback;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.switchyard.benchmarks.chaos.Tally;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Takes callbacks, refuses some, and loses the answers to some that it took. */
public final class Receiver implements AutoCloseable {

  private static final String SECRET = "a secret of the chaos run";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Random random;
  private final Tally tally;
  private final List<Delivery> deliveries = new ArrayList<>();

  private Receiver(HttpServer server, Random random, Tally tally) {
    this.server = server;
    this.random = random;
    this.tally = tally;
  }

  /** Listens on a free port. */
  public static Receiver open(Random random, Tally tally) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    Receiver receiver = new Receiver(server, random, tally);
    server.setExecutor(receiver.threads);
    server.createContext("/ended", receiver::take);
    server.start();
    return receiver;
  }

  /** What callbacks are to be sent to. */
  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/ended";
  }

  /** The application's setting. */
  public static Map<String, Object> config(Path folder) throws IOException {
    Path secret = Files.writeString(folder.resolve("callback-secret"), SECRET);
    return Map.of(
        "secret_file", secret.toString(), "allow", List.of("127.0.0.1"), "retry", "500ms");
  }

  public synchronized List<Delivery> deliveries() {
    return List.copyOf(deliveries);
  }

  private void take(HttpExchange http) throws IOException {
    byte[] body = http.getRequestBody().readAllBytes();
    String signature = String.valueOf(http.getRequestHeaders().getFirst("Switchyard-Signature"));
    int answer = answer();
    JsonNode event = JSON.readTree(body);
    remember(
        new Delivery(
            event.path("subject").asText(),
            event.path("id").asText(),
            event.path("data").path("status").asText(),
            event.path("data").path("end_time").asText(),
            signed(signature, body),
            answer));
    if (answer == 503) {
      http.getResponseHeaders().set("Retry-After", "1");
    }
    if (answer != 0) {
      http.sendResponseHeaders(answer, -1);
    }
    http.close();
  }

  private synchronized void remember(Delivery delivery) {
    deliveries.add(delivery);
  }

  private int answer() {
    int drawn = random.nextInt(100);
    if (drawn < 5) {
      tally.count("callbacks whose answer was lost");
      return 0;
    } else if (drawn < 15) {
      tally.count("callbacks refused");
      return drawn < 10 ? 500 : 503;
    }
    return 204;
  }

  /** As docs/callbacks.md tells receivers to. */
  private static boolean signed(String header, byte[] body) {
    try {
      String sent = "";
      boolean good = false;
      for (String part : header.split(",")) {
        String value = part.substring(part.indexOf('=') + 1);
        if (part.startsWith("t=")) {
          sent = value;
        } else if (part.startsWith("v1=")) {
          Mac mac = Mac.getInstance("HmacSHA256");
          mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
          mac.update((sent + ".").getBytes(StandardCharsets.UTF_8));
          good |= HexFormat.of().formatHex(mac.doFinal(body)).equals(value);
        }
      }
      return good;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
