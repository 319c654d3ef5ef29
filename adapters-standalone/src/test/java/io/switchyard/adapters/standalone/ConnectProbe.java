package io.switchyard.adapters.standalone;

import io.switchyard.adapters.standalone.embedded.EmbeddedSparks.Runtime;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Clients of Spark Connect in processes of their own: Spark's classes are not on our class path.
 */
final class ConnectProbe {

  private final Runtime spark;
  private final Path classes;

  /** Compiles {@code connect/Probe.java.txt} against a Spark. */
  ConnectProbe(Runtime spark, Path folder) throws IOException {
    this.spark = spark;
    this.classes =
        TestJobs.classes(spark.sparkHome(), folder, "/connect/Probe.java.txt", "Probe.java");
  }

  /** Does the steps in a session of anna's and returns what the client printed. */
  String run(int port, String token, String session, String... steps)
      throws IOException, InterruptedException {
    return output(start(port, token, session, steps));
  }

  Process start(int port, String token, String session, String... steps) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(spark.javaHome().resolve("bin").resolve("java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx200m"));
    command.addAll(spark.moduleOptions());
    String jars = spark.sparkHome().resolve("jars") + File.separator + "*";
    command.addAll(List.of("-cp", classes + File.pathSeparator + jars, "com.acme.Probe"));
    command.addAll(List.of("" + port, token, session));
    command.addAll(List.of(steps));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
  }

  static String output(Process client) throws IOException, InterruptedException {
    String output = new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    client.waitFor();
    return output.strip();
  }
}
