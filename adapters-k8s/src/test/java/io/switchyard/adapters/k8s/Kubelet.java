package io.switchyard.adapters.k8s;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.function.Function;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** As much of a kubelet as an API server needs to serve logs. */
final class Kubelet implements AutoCloseable {

  private static final String LOGS = "/containerLogs/";
  private static final String PASSWORD = "changeit";

  private final HttpsServer server;

  private Kubelet(HttpsServer server) {
    this.server = server;
  }

  /**
   * @param logs by namespace and pod
   */
  static Kubelet start(Path temp, Function<String, byte[]> logs) throws IOException {
    HttpsServer server =
        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(tls(certificate(temp))));
    server.createContext(LOGS, exchange -> serve(exchange, logs));
    server.start();
    return new Kubelet(server);
  }

  private static void serve(HttpExchange exchange, Function<String, byte[]> logs)
      throws IOException {
    String[] path = exchange.getRequestURI().getPath().substring(LOGS.length()).split("/");
    byte[] log = logs.apply(path[0] + "/" + path[1]);
    exchange.sendResponseHeaders(200, log.length == 0 ? -1 : log.length);
    exchange.getResponseBody().write(log);
    exchange.close();
  }

  private static Path certificate(Path temp) throws IOException {
    Path store = temp.resolve("kubelet.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "kubelet",
                "-keyalg",
                "EC",
                "-dname",
                "CN=kubelet",
                "-ext",
                "SAN=IP:127.0.0.1",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD)
            .redirectErrorStream(true)
            .start();
    try {
      if (keytool.waitFor() != 0) {
        throw new IOException("keytool ended with " + keytool.exitValue());
      }
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
    return store;
  }

  private static SSLContext tls(Path store) throws IOException {
    try (InputStream in = Files.newInputStream(store)) {
      KeyStore keys = KeyStore.getInstance("PKCS12");
      keys.load(in, PASSWORD.toCharArray());
      KeyManagerFactory managers =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      managers.init(keys, PASSWORD.toCharArray());
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(managers.getKeyManagers(), null, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IOException(e);
    }
  }

  int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
