package io.switchyard.benchmarks.gateway;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Starts what stands between client and server. */
final class Proxies implements AutoCloseable {

  private static final String TUNED =
      """
        tune.h2.initial-window-size 1048576
        tune.bufsize 131072
        tune.h2.max-frame-size 65536
      """;

  private final Path folder;
  private final int upstream;
  private final List<Child> children = new ArrayList<>();

  Proxies(Path folder, int upstream) throws IOException, InterruptedException {
    this.folder = folder;
    this.upstream = upstream;
    run(
        List.of(
            "openssl",
            "req",
            "-x509",
            "-newkey",
            "rsa:2048",
            "-nodes",
            "-days",
            "2",
            "-subj",
            "/CN=localhost",
            "-addext",
            "subjectAltName=DNS:localhost",
            "-keyout",
            folder.resolve("key.pem").toString(),
            "-out",
            folder.resolve("certificate.pem").toString()));
    Files.writeString(
        folder.resolve("both.pem"),
        Files.readString(folder.resolve("certificate.pem"))
            + Files.readString(folder.resolve("key.pem")));
  }

  private void run(List<String> command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("openssl.log").toFile())
            .start();
    if (process.waitFor() != 0) {
      throw new IOException("failed: " + String.join(" ", command));
    }
  }

  /** The port of the server behind all of them. */
  int upstream() {
    return upstream;
  }

  List<Arm> nginx() throws IOException {
    int plain = free();
    int tls = free();
    int tuned = free();
    int tunedTls = free();
    Path conf =
        configured(
            "nginx.conf",
            Map.of(
                "nginx",
                plain,
                "nginx-tls",
                tls,
                "nginx-tuned",
                tuned,
                "nginx-tuned-tls",
                tunedTls));
    Child child =
        child(List.of("nginx", "-p", folder.toString(), "-c", conf.toString()), "nginx", plain);
    return List.of(
        new Arm("nginx", false, plain, child),
        new Arm("nginx tuned", false, tuned, child),
        new Arm("nginx TLS", true, tls, child),
        new Arm("nginx tuned TLS", true, tunedTls, child));
  }

  List<Arm> haproxy(boolean isTuned) throws IOException {
    int plain = free();
    int tls = free();
    int tcp = free();
    String relay =
        "frontend tcp\n  mode tcp\n  bind 127.0.0.1:"
            + tcp
            + "\n  default_backend tcpb\nbackend tcpb\n  mode tcp\n  server s1 127.0.0.1:"
            + upstream
            + "\n";
    Path conf =
        configured(
            "haproxy.cfg",
            Map.of(
                "plain",
                plain,
                "tls",
                tls,
                "tuning",
                isTuned ? TUNED : "",
                "tcp",
                isTuned ? "" : relay));
    Child child = child(List.of("haproxy", "-db", "-f", conf.toString()), "haproxy", plain);
    String name = isTuned ? "HAProxy tuned" : "HAProxy";
    List<Arm> arms = new ArrayList<>();
    arms.add(new Arm(name, false, plain, child));
    arms.add(new Arm(name + " TLS", true, tls, child));
    if (!isTuned) {
      arms.add(new Arm("TCP relay", false, tcp, child));
    }
    return arms;
  }

  List<Arm> switchyard(String name, List<String> options, int loops) throws IOException {
    Child child =
        Child.java(
            options, "relay", String.valueOf(upstream), folder.toString(), String.valueOf(loops));
    children.add(child);
    return List.of(
        new Arm(name, false, child.port(0), child),
        new Arm(name + " TLS", true, child.port(1), child));
  }

  private Child child(List<String> command, String name, int port) throws IOException {
    Child child = Child.of(command, folder.resolve(name + ".log"));
    children.add(child);
    for (int tries = 0; tries < 100; tries++) {
      try (Socket open = new Socket(InetAddress.getLoopbackAddress(), port)) {
        if (open.isConnected()) {
          return child;
        }
      } catch (IOException notYet) {
        pause();
      }
    }
    throw new IOException(name + " does not listen");
  }

  private static void pause() throws IOException {
    try {
      Thread.sleep(50);
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  private Path configured(String template, Map<String, Object> values) throws IOException {
    String text = Files.readString(Path.of(System.getProperty("proxies"), template));
    text = text.replace("@folder@", folder.toString());
    text = text.replace("@upstream@", String.valueOf(upstream));
    for (Map.Entry<String, Object> value : values.entrySet()) {
      text = text.replace("@" + value.getKey() + "@", String.valueOf(value.getValue()));
    }
    return Files.writeString(folder.resolve(System.nanoTime() + template), text);
  }

  private static int free() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @Override
  public void close() {
    children.forEach(Child::close);
  }
}
