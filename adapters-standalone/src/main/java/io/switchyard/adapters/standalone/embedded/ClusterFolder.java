package io.switchyard.adapters.standalone.embedded;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The folder that outlives a cluster: its logs, what its drivers wrote, and where it listened. */
record ClusterFolder(Path root) {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int TAIL_BYTES = 8_192;
  private static final int TAIL_LINES = 12;

  /** INFO of what Spark does with workers, drivers and executors; warnings of the rest. */
  private static final String LOGGING =
      """
      status = error
      rootLogger.level = warn
      rootLogger.appenderRef.out.ref = out
      appender.out.type = Console
      appender.out.name = out
      appender.out.target = SYSTEM_ERR
      appender.out.layout.type = PatternLayout
      appender.out.layout.pattern = %d{yyyy-MM-dd'T'HH:mm:ss.SSS} %p %c{1}: %m%n%ex
      logger.deploy.name = org.apache.spark.deploy
      logger.deploy.level = info
      """;

  /** What a later run of the application has to know about a cluster. */
  record Cluster(String version, Ports ports, int cores, int memoryMb) {}

  /** Makes all folders and the files that Spark processes are started with. */
  void prepare() throws IOException {
    for (Path folder : new Path[] {work(), recovery(), conf(), local()}) {
      Files.createDirectories(folder);
    }
    WholeFiles.write(logging(), LOGGING);
    GuardJar.write(guard());
  }

  /** Forgets what belonged to processes that are gone; logs stay. */
  void clear() throws IOException {
    for (Path folder : new Path[] {recovery(), root.resolve("tmp"), local()}) {
      WholeFiles.delete(folder);
    }
    for (Role role : Role.values()) {
      Files.deleteIfExists(process(role));
    }
  }

  /** Keeps the log of the run before as {@code .1}, so that a log starts with its cluster. */
  void turnLogs() throws IOException {
    for (Role role : Role.values()) {
      if (Files.exists(log(role))) {
        Path old = root.resolve(role.word() + ".log.1");
        Files.move(log(role), old, StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  Optional<Cluster> readCluster() {
    try {
      return Optional.of(JSON.readValue(root.resolve("cluster.json").toFile(), Cluster.class));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  void writeCluster(Cluster cluster) throws IOException {
    WholeFiles.write(root.resolve("cluster.json"), JSON.writeValueAsString(cluster) + "\n");
  }

  /** The last lines of a log, for a message. */
  String tail(Role role) {
    try (RandomAccessFile file = new RandomAccessFile(log(role).toFile(), "r")) {
      long length = file.length();
      byte[] bytes = new byte[(int) Math.min(TAIL_BYTES, length)];
      file.seek(length - bytes.length);
      file.readFully(bytes);
      String text = new String(bytes, StandardCharsets.UTF_8);
      long lines = text.lines().count();
      return text.lines().skip(Math.max(0, lines - TAIL_LINES)).collect(Collectors.joining("\n"));
    } catch (IOException e) {
      return "";
    }
  }

  /** The living process of {@code role}, as far as its command line can be seen to be ours. */
  Optional<ProcessHandle> living(Role role) {
    String mark = guard().toString();
    return ProcessRef.living(process(role))
        .filter(
            process ->
                process
                    .info()
                    .arguments()
                    .map(words -> Stream.of(words).anyMatch(word -> word.contains(mark)))
                    .orElse(true));
  }

  Path owner() {
    return root.resolve("owner");
  }

  Path process(Role role) {
    return root.resolve(role.word() + ".process");
  }

  Path log(Role role) {
    return root.resolve(role.word() + ".log");
  }

  Path temporary(Role role) throws IOException {
    return Files.createDirectories(root.resolve("tmp").resolve(role.word()));
  }

  Path work() {
    return root.resolve("work");
  }

  Path recovery() {
    return root.resolve("recovery");
  }

  Path local() {
    return root.resolve("local");
  }

  /** The master's page as it was last seen before its cluster ended. */
  Path lastPage() {
    return root.resolve("last-master-page.json");
  }

  Path conf() {
    return root.resolve("conf");
  }

  Path logging() {
    return root.resolve("daemon-log4j2.properties");
  }

  Path guard() {
    return root.resolve("guard.jar");
  }
}
