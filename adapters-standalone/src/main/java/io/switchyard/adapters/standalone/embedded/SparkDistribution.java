package io.switchyard.adapters.standalone.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A folder that serves as SPARK_HOME: its {@code jars/} holds Spark and all it needs.
 *
 * @param version full version of Spark, as in {@code 4.1.2}
 * @param scala binary version of Scala, as in {@code 2.13}
 */
record SparkDistribution(String version, String scala, Path home) {

  private static final Pattern CORE = Pattern.compile("spark-core_(\\d+\\.\\d+)-(.+)\\.jar");

  /** Reads off the jars which Spark {@code home} holds; empty if there is none. */
  static Optional<SparkDistribution> at(Path home) {
    try (Stream<Path> jars = Files.list(home.resolve("jars"))) {
      return jars.map(jar -> CORE.matcher(jar.getFileName().toString()))
          .filter(Matcher::matches)
          .map(m -> new SparkDistribution(m.group(2), m.group(1), home))
          .findFirst();
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
