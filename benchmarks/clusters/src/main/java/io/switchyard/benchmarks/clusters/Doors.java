package io.switchyard.benchmarks.clusters;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Two applications with a gateway each on one store and one Spark, and a balancer before them. */
final class Doors implements AutoCloseable {

  static final String TRUST_PASSWORD = "changeit";
  private static final String TOKEN = "reattach-0123456789abcdef";
  private static final long READY_MS = 180_000;

  /** One of them. */
  record Door(String name, App app, int port) {}

  final List<Door> doors;
  final Balancer balancer;
  final StockClient.Way way;

  private Doors(List<Door> doors, Balancer balancer, StockClient.Way way) {
    this.doors = doors;
    this.balancer = balancer;
    this.way = way;
  }

  /** Starts them on the site's Spark, which must be up; returns when both are ready. */
  static Doors open(Site site, ReattachPlan plan) throws IOException, InterruptedException {
    Path tokens = plan.folder().resolve("tokens.yaml").toAbsolutePath();
    Files.writeString(
        tokens, "tokens: [{token: %s, user: ada, teams: [clients]}]".formatted(TOKEN));
    List<Door> doors = List.of(door("one", site, plan, tokens), door("two", site, plan, tokens));
    for (Door door : doors) {
      door.app().start();
      awaitReady(door);
    }
    Balancer balancer = new Balancer(doors.stream().map(Door::port).toList());
    Path authority = site.state.resolve("tls").resolve("ca.pem");
    String url =
        "sc://localhost:%d/;use_ssl=true;token=%s;x-switchyard-team=clients;x-switchyard-environment=dev"
            .formatted(balancer.port(), TOKEN);
    Path trust = trustStore(authority, plan.folder().resolve("trust.p12").toAbsolutePath());
    return new Doors(doors, balancer, new StockClient.Way(url, authority, trust));
  }

  private static Door door(String name, Site site, ReattachPlan plan, Path tokens)
      throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    Map<String, Object> tree =
        Map.of(
            "state_dir", site.state.toString(),
            "store", Map.of("url", site.store.url(), "user", site.store.user()),
            "auth", Map.of("mode", "tokens", "token_file", tokens.toString()),
            "gateway", Map.of("port", port, "drain", plan.drain() + "s"),
            "backends",
                List.of(
                    Map.of(
                        "id",
                        Site.BACKEND,
                        "kind",
                        "standalone",
                        "masters",
                        List.of(master(site)))));
    Path folder = Files.createDirectories(plan.folder().resolve(name)).toAbsolutePath();
    return new Door(name, new App(plan.app(), folder, tree), port);
  }

  /** The master that came with the site's application, as one that somebody else runs. */
  private static Map<String, Object> master(Site site) throws IOException {
    Path file;
    try (Stream<Path> all = Files.walk(site.state, 4)) {
      file = all.filter(path -> path.endsWith("cluster.json")).findFirst().orElseThrow();
    }
    JsonNode spark = new ObjectMapper().readTree(file.toFile());
    JsonNode ports = spark.path("ports");
    return Map.of(
        "spark_version", spark.path("version").asText(),
        "master_url", "spark://127.0.0.1:" + ports.path("master").asInt(),
        "rest_url", "http://127.0.0.1:" + ports.path("rest").asInt(),
        "ui_url", "http://127.0.0.1:" + ports.path("masterUi").asInt(),
        "workers", 1,
        "cores", spark.path("cores").asInt(),
        "memory", spark.path("memoryMb").asInt() + "m");
  }

  static void awaitReady(Door door) throws InterruptedException {
    long end = System.nanoTime() + READY_MS * 1_000_000;
    while (!ready(door)) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException("gateway " + door.name() + " is not ready in time");
      }
      Thread.sleep(50);
    }
  }

  private static boolean ready(Door door) {
    try {
      HttpURLConnection asked =
          (HttpURLConnection) door.app().uri("/health/ready").toURL().openConnection();
      asked.setConnectTimeout(1_000);
      asked.setReadTimeout(2_000);
      return asked.getResponseCode() == 200;
    } catch (IOException e) {
      return false;
    }
  }

  private static Path trustStore(Path authority, Path file) throws IOException {
    try (InputStream in = Files.newInputStream(authority);
        OutputStream out = Files.newOutputStream(file)) {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setCertificateEntry(
          "ca", CertificateFactory.getInstance("X.509").generateCertificate(in));
      store.store(out, TRUST_PASSWORD.toCharArray());
      return file;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("no trust store from " + authority, e);
    }
  }

  @Override
  public void close() throws IOException {
    balancer.close();
    doors.forEach(door -> door.app().kill());
    doors.forEach(door -> door.app().close());
  }
}
