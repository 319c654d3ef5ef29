package io.switchyard.gateway;

import io.switchyard.adapters.standalone.embedded.TestSpark;
import io.switchyard.domain.cluster.ServerAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A real Spark Connect server, as a process. */
final class ConnectServer implements AutoCloseable {

  private final Process process;
  private final int port;

  ConnectServer(Path folder, String token) throws IOException, InterruptedException {
    Path home = TestSpark.home();
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    Path temporary = Files.createDirectories(folder.resolve("tmp"));
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx600m"));
    command.addAll(
        List.of(
            "-XX:+IgnoreUnrecognizedVMOptions",
            "--add-modules=jdk.incubator.vector",
            "--sun-misc-unsafe-memory-access=allow",
            "--enable-native-access=ALL-UNNAMED",
            "-Dio.netty.tryReflectionSetAccessible=true"));
    for (String open :
        List.of(
            "java.lang",
            "java.lang.invoke",
            "java.lang.reflect",
            "java.io",
            "java.net",
            "java.nio",
            "java.util",
            "java.util.concurrent",
            "java.util.concurrent.atomic",
            "jdk.internal.ref",
            "sun.nio.ch",
            "sun.nio.cs",
            "sun.security.action",
            "sun.util.calendar")) {
      command.add("--add-opens=java.base/" + open + "=ALL-UNNAMED");
    }
    command.addAll(List.of("-Djava.io.tmpdir=" + temporary, "-cp", home.resolve("jars") + "/*"));
    command.addAll(List.of("org.apache.spark.deploy.SparkSubmit", "--master", "local[1]"));
    command.addAll(List.of("--class", "org.apache.spark.sql.connect.service.SparkConnectServer"));
    for (String conf :
        List.of(
            "spark.connect.grpc.binding.port=" + port,
            "spark.connect.grpc.binding.address=127.0.0.1",
            "spark.connect.authenticate.token=" + token,
            "spark.driver.host=127.0.0.1",
            "spark.driver.bindAddress=127.0.0.1",
            "spark.ui.enabled=false",
            "spark.local.dir=" + temporary,
            "spark.sql.warehouse.dir=" + folder.resolve("warehouse"))) {
      command.addAll(List.of("--conf", conf));
    }
    command.add("spark-internal");
    process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("server.log").toFile())
            .start();
    Rig.await("Spark", 120, this::listens);
  }

  private boolean listens() {
    if (!process.isAlive()) {
      throw new AssertionError("Spark did not start");
    }
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException notYet) {
      return false;
    }
  }

  ServerAddress address() {
    return new ServerAddress("127.0.0.1", port);
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
