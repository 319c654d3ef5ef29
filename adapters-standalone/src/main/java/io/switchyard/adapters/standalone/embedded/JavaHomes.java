package io.switchyard.adapters.standalone.embedded;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds a JDK that a Spark line runs on: the configured one, the one that runs us, JAVA_HOME_17 and
 * the like, JAVA_HOME, then the usual folders, in that order.
 *
 * @param roots folders whose children may be JDKs, or whose children's Contents/Home may
 */
record JavaHomes(
    @Nullable Path configured, Path running, Map<String, String> environment, List<Path> roots) {

  static JavaHomes ofSystem(@Nullable Path configured, Map<String, String> environment) {
    Path user = Path.of(System.getProperty("user.home"));
    return new JavaHomes(
        configured,
        Path.of(System.getProperty("java.home")),
        environment,
        List.of(
            Path.of("/usr/lib/jvm"),
            Path.of("/Library/Java/JavaVirtualMachines"),
            user.resolve(".sdkman/candidates/java"),
            user.resolve(".jdks")));
  }

  /**
   * A JDK for {@code version} of {@code line}.
   *
   * @throws EmbeddedSparks.Unavailable if none is installed where it was looked for
   */
  JavaHome find(String version, SparkLine line) {
    return candidates(line)
        .map(JavaHome::at)
        .flatMap(Optional::stream)
        .filter(java -> line.javas().contains(java.feature()))
        .findFirst()
        .orElseThrow(() -> none(version, line));
  }

  private Stream<Path> candidates(SparkLine line) {
    Stream<Path> first = Stream.concat(Stream.ofNullable(configured), Stream.of(running));
    Stream<Path> named =
        Stream.concat(
                line.javas().stream().map(java -> "JAVA_HOME_" + java), Stream.of("JAVA_HOME"))
            .map(name -> environment.getOrDefault(name, ""))
            .filter(home -> !home.isBlank())
            .map(Path::of);
    Stream<Path> installed =
        roots.stream()
            .flatMap(root -> children(root).stream())
            .flatMap(folder -> Stream.of(folder, folder.resolve("Contents/Home")));
    return Stream.of(first, named, installed).flatMap(all -> all);
  }

  private static List<Path> children(Path root) {
    try (Stream<Path> all = Files.list(root)) {
      return all.sorted().toList();
    } catch (IOException e) {
      return List.of();
    }
  }

  private EmbeddedSparks.Unavailable none(String version, SparkLine line) {
    String needed = line.javas().stream().map(String::valueOf).collect(joining(" or "));
    return new EmbeddedSparks.Unavailable(
        "Spark %s runs on Java %s and none was found; install one and set JAVA_HOME_%d to its folder"
            .formatted(version, needed, line.javas().get(0)));
  }
}
