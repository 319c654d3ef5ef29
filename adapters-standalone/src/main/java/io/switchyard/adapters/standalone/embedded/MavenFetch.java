package io.switchyard.adapters.standalone.embedded;

import static java.util.stream.Collectors.joining;

import io.switchyard.adapters.standalone.embedded.SparkLine.Artifact;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Has the user's own Maven, with its settings and mirrors, put artifacts into its local repository.
 *
 * @param environment what Maven is started with; its PATH says where {@code mvn} is
 * @param limit after which Maven is ended
 */
record MavenFetch(Map<String, String> environment, Duration limit) {

  private static final String GOAL =
      "org.apache.maven.plugins:maven-dependency-plugin:3.9.0:build-classpath";

  /**
   * The jars of {@code artifacts} and of what they need to run. Blocks while Maven runs.
   *
   * @param folder empty; takes the POM and the output
   * @throws EmbeddedSparks.Unavailable with what to do when Maven is missing or fails
   */
  List<Path> jars(String what, List<Artifact> artifacts, Path folder)
      throws IOException, InterruptedException {
    // Ends Maven's search for the root of a build, which would find the settings of another one.
    Files.createDirectories(folder.resolve(".mvn"));
    Files.writeString(folder.resolve("pom.xml"), pom(artifacts));
    Path output = folder.resolve("maven.log");
    Path classPath = folder.resolve("classpath");
    Process maven = start(folder, output, classPath);
    if (await(maven) != 0) {
      throw new EmbeddedSparks.Unavailable(
          "%s could not be fetched: %s. Check the network, the disk and the mirrors in your Maven settings, or set spark_home to an installed Spark"
              .formatted(what, reason(output)));
    }
    return Arrays.stream(Files.readString(classPath).trim().split(File.pathSeparator))
        .map(Path::of)
        .toList();
  }

  private Process start(Path folder, Path output, Path classPath) throws IOException {
    ProcessBuilder command =
        new ProcessBuilder(
                executable().toString(),
                "-B",
                "-f",
                folder.resolve("pom.xml").toString(),
                GOAL,
                "-DincludeScope=runtime",
                "-Dstyle.color=never",
                "-Dmdep.outputFile=" + classPath)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    command.environment().clear();
    command.environment().putAll(environment);
    return command.start();
  }

  private int await(Process maven) throws InterruptedException {
    try {
      if (maven.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        return maven.exitValue();
      }
      throw new EmbeddedSparks.Unavailable(
          "Maven was ended because it had not fetched Spark after %d minutes; check the network or raise fetch_timeout_s"
              .formatted(limit.toMinutes()));
    } finally {
      maven.descendants().forEach(ProcessHandle::destroyForcibly);
      maven.destroyForcibly();
    }
  }

  private Path executable() {
    return Arrays.stream(environment.getOrDefault("PATH", "").split(File.pathSeparator))
        .filter(folder -> !folder.isBlank())
        .map(folder -> Path.of(folder, "mvn"))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(
            () ->
                new EmbeddedSparks.Unavailable(
                    "Spark is fetched by Maven and there is no mvn on the PATH; install Maven 3.8 or newer, or set spark_home to an installed Spark"));
  }

  private static String reason(Path output) throws IOException {
    try (var lines = Files.lines(output)) {
      return lines
          .filter(line -> line.startsWith("[ERROR] ") && line.length() > 20)
          .findFirst()
          .map(
              line ->
                  line.substring("[ERROR] ".length()).replaceAll("\\.?( -> \\[Help 1\\])?$", ""))
          .orElse("Maven failed without a word");
    }
  }

  static String pom(List<Artifact> artifacts) {
    return """
        <project xmlns="http://maven.apache.org/POM/4.0.0">
          <modelVersion>4.0.0</modelVersion>
          <groupId>io.switchyard.embedded</groupId>
          <artifactId>spark-distribution</artifactId>
          <version>1</version>
          <packaging>pom</packaging>
          <dependencies>
        %s
          </dependencies>
        </project>
        """
        .formatted(artifacts.stream().map(MavenFetch::dependency).collect(joining("\n")));
  }

  private static String dependency(Artifact a) {
    String alone =
        "<exclusions><exclusion><groupId>*</groupId><artifactId>*</artifactId></exclusion></exclusions>";
    return ("    <dependency><groupId>%s</groupId><artifactId>%s</artifactId><version>%s</version>"
            + "<scope>runtime</scope>%s</dependency>")
        .formatted(a.group(), a.name(), a.version(), a.transitive() ? "" : alone);
  }
}
