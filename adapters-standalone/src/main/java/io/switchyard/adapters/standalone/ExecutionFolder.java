package io.switchyard.adapters.standalone;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.switchyard.agent.DriverMain;
import io.switchyard.agentclient.AgentToken;
import io.switchyard.agentclient.ConnectSettings;
import io.switchyard.domain.cluster.ServerToken;
import io.switchyard.domain.job.ExecutionId;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
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
  private static final String LOOPBACK = "127.0.0.1";

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
    putTokens(token);
  }

  private void putTokens(ServerToken token) throws IOException {
    for (Map.Entry<String, String> file : AgentToken.files(token).entrySet()) {
      byte[] content = file.getValue().getBytes(StandardCharsets.US_ASCII);
      PrivateFiles.put(path.resolve(file.getKey()), content);
    }
  }

  /** Adds the settings of a driver with a Spark Connect server, which only this machine reaches. */
  void addConnect(Map<String, String> properties) {
    ConnectSettings.addTo(properties, agentJar().toUri().toString(), 0);
    properties.put(ConnectSettings.ADDRESS, LOOPBACK);
  }

  /**
   * Writes what the server of a cluster needs.
   *
   * @param settings that must not be seen
   * @param token that it asks for
   */
  void writeServer(Map<String, String> settings, ServerToken token) throws IOException {
    PrivateFiles.createFolder(path);
    PrivateFiles.createFolder(temporary());
    byte[] jar = jarBytes();
    PrivateFiles.put(jar(), jar);
    PrivateFiles.put(agentJar(), jar);
    if (!settings.isEmpty()) {
      PrivateFiles.put(path.resolve(DriverMain.SETTINGS), properties(settings));
    }
    putTokens(token);
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
