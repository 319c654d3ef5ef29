package io.switchyard.adapters.standalone;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.switchyard.agent.DriverMain;
import io.switchyard.domain.cluster.ServerToken;
import io.switchyard.domain.job.ExecutionId;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;

/**
 * The files of one execution: the jar its driver is launched with, its CoreETL spec, the settings
 * that must not be seen on a command line, and who claimed it.
 */
record ExecutionFolder(ExecutionId id, Path path) {

  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * The jar the driver is launched with. Spark leaves out of {@code spark.jars} whatever contains
   * the name of this jar, so it is one that no jar of a user's has.
   */
  Path jar() {
    return path.resolve(id + ".jar");
  }

  Path spec() {
    return path.resolve("spec.json");
  }

  /** A copy of {@link #jar} for executors, which Spark does not give what has the driver's name. */
  Path agentJar() {
    return path.resolve("switchyard-agent.jar");
  }

  /** Where the driver of a server keeps what it needs while it runs. */
  Path temporary() {
    return path.resolve("tmp");
  }

  private Path sent() {
    return path.resolve("sent");
  }

  /** Writes what {@code plan}'s driver needs; files that are there are replaced as a whole. */
  void write(LaunchPlan plan) throws IOException {
    PrivateFiles.createFolder(path);
    PrivateFiles.put(jar(), jarBytes());
    if (plan.etlSpec() != null) {
      PrivateFiles.put(spec(), JSON.writeValueAsBytes(plan.etlSpec()));
    }
    if (!plan.secrets().isEmpty()) {
      PrivateFiles.put(path.resolve(DriverMain.SETTINGS), properties(plan.secrets()));
    }
  }

  /** Writes what a driver with a Spark Connect server needs beside that. */
  void writeConnect(ServerToken token) throws IOException {
    PrivateFiles.put(agentJar(), jarBytes());
    put(ServerFolder.tokens(token));
  }

  private void put(Map<String, byte[]> files) throws IOException {
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      PrivateFiles.put(path.resolve(file.getKey()), file.getValue());
    }
  }

  /**
   * Writes what the server of a cluster needs.
   *
   * @param settings that must not be seen
   * @param tokens by the names of their files
   */
  void writeServer(Map<String, String> settings, Map<String, byte[]> tokens) throws IOException {
    PrivateFiles.createFolder(path);
    PrivateFiles.createFolder(temporary());
    byte[] jar = jarBytes();
    PrivateFiles.put(jar(), jar);
    PrivateFiles.put(agentJar(), jar);
    if (!settings.isEmpty()) {
      PrivateFiles.put(path.resolve(DriverMain.SETTINGS), properties(settings));
    }
    put(tokens);
  }

  /** Whether a request for a driver may be on its way. */
  boolean mayBeSent() {
    return Files.exists(sent());
  }

  void aboutToSend() throws IOException {
    PrivateFiles.put(sent(), new byte[0]);
  }

  void surelyNotSent() throws IOException {
    Files.deleteIfExists(sent());
  }

  private byte[] jarBytes() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JarOutputStream jar = new JarOutputStream(bytes)) {
      String launchClass = LaunchClass.nameFor(id).replace('.', '/') + ".class";
      add(jar, launchClass, LaunchClass.bytesFor(id));
      for (Map.Entry<String, byte[]> agent : AgentClasses.all().entrySet()) {
        add(jar, agent.getKey(), agent.getValue());
      }
    }
    return bytes.toByteArray();
  }

  private static void add(JarOutputStream jar, String name, byte[] content) throws IOException {
    jar.putNextEntry(new ZipEntry(name));
    jar.write(content);
    jar.closeEntry();
  }

  private static byte[] properties(Map<String, String> settings) throws IOException {
    Properties properties = new Properties();
    properties.putAll(settings);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    properties.store(bytes, null);
    return bytes.toByteArray();
  }
}
