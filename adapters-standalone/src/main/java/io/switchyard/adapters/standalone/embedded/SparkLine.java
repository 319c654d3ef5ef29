package io.switchyard.adapters.standalone.embedded;

import static java.util.stream.Collectors.joining;

import io.switchyard.domain.input.InvalidValue;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What a line of Spark releases needs: the one table to edit when a line is added.
 *
 * @param line major and minor number
 * @param scala binary version of the Scala that Spark's artifacts are built with
 * @param mllib version of mllib to take; empty for that of Spark. The session clean-up of Spark
 *     Connect and the SQL functions of 4.2 load classes from it, and for some releases it was never
 *     published, so that a neighbour steps in. Its own dependencies are left out
 * @param iceberg artifact and version of the Iceberg runtime; empty where none exists yet
 * @param javas feature versions of Java that it runs on. 25 needs Hadoop 3.5, which came with 4.2:
 *     earlier ones fail with "getSubject is not supported"
 */
record SparkLine(String line, String scala, String mllib, String iceberg, List<Integer> javas) {

  private static final List<SparkLine> TABLE =
      List.of(
          new SparkLine("3.5", "2.12", "", "iceberg-spark-runtime-3.5_2.12:1.10.1", List.of(17)),
          new SparkLine(
              "4.0", "2.13", "", "iceberg-spark-runtime-4.0_2.13:1.10.1", List.of(17, 21)),
          new SparkLine(
              "4.1", "2.13", "4.1.0", "iceberg-spark-runtime-4.1_2.13:1.11.0", List.of(17, 21)),
          new SparkLine("4.2", "2.13", "4.1.0", "", List.of(17, 21, 25)));

  private static final Pattern VERSION = Pattern.compile("(\\d+\\.\\d+)\\.\\d+[-.\\w]*");

  SparkLine {
    javas = List.copyOf(javas);
  }

  /**
   * The line of a release such as {@code 4.1.2}.
   *
   * @throws InvalidValue if it is not a version or of a line that the table does not hold
   */
  static SparkLine of(String version) {
    var shape = VERSION.matcher(version);
    if (!shape.matches()) {
      throw InvalidValue.of(version, "is not a Spark version", "write it in full, as in 4.1.2");
    }
    return TABLE.stream()
        .filter(known -> known.line().equals(shape.group(1)))
        .findFirst()
        .orElseThrow(
            () ->
                InvalidValue.of(
                    version,
                    "is of no Spark line known here",
                    "known: " + TABLE.stream().map(SparkLine::line).collect(joining(", "))));
  }

  /** What Maven has to fetch for {@code version}, a release of this line. */
  List<Artifact> artifacts(String version) {
    List<Artifact> all = new ArrayList<>();
    for (String name : List.of("spark-connect", "spark-sql", "spark-core")) {
      all.add(spark(name, version, true));
    }
    for (String name : List.of("spark-mllib", "spark-mllib-local")) {
      all.add(spark(name, mllib.isEmpty() ? version : mllib, false));
    }
    if (!iceberg.isEmpty()) {
      String[] parts = iceberg.split(":");
      all.add(new Artifact("org.apache.iceberg", parts[0], parts[1], false));
    }
    return List.copyOf(all);
  }

  private Artifact spark(String name, String version, boolean transitive) {
    return new Artifact("org.apache.spark", name + "_" + scala, version, transitive);
  }

  /**
   * One artifact of a Maven repository.
   *
   * @param transitive whether its dependencies are wanted too
   */
  record Artifact(String group, String name, String version, boolean transitive) {

    @Override
    public String toString() {
      return group + ":" + name + ":" + version + (transitive ? "" : " alone");
    }
  }
}
