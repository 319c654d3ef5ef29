package io.switchyard.app;

import static io.switchyard.domain.input.InputReader.listOf;
import static io.switchyard.domain.input.InputReader.nonBlankText;
import static io.switchyard.domain.input.InputReader.text;

import io.switchyard.domain.input.InputObject;
import io.switchyard.domain.input.InputReader;
import io.switchyard.domain.input.InvalidValue;
import io.switchyard.domain.job.SparkVersion;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The Spark that embedded backends run.
 *
 * @param versions releases that jobs may ask for, the default first; empty for those known to work
 * @param home a Spark installation to use for its release; null to fetch all by Maven
 * @param javaHome a JDK for Spark; null to look for one
 * @param pythons interpreters with pyspark, by line or release
 */
public record SparkConfig(
    List<SparkVersion> versions,
    @Nullable Path home,
    @Nullable Path javaHome,
    Map<SparkVersion, String> pythons) {

  public static final SparkConfig DEFAULT = new SparkConfig(List.of(), null, null, Map.of());

  public SparkConfig {
    versions = List.copyOf(versions);
    pythons = Map.copyOf(pythons);
  }

  /** Reads default_version, versions, home, java_home and pythons; each may be left out. */
  static SparkConfig read(InputObject in) {
    InputReader<SparkVersion> version = text().then(SparkVersion::new);
    var first = in.optional("default_version", version);
    var versions = in.optional("versions", listOf(version), List.of());
    var home = in.optional("home", nonBlankText().then(Path::of));
    var javaHome = in.optional("java_home", nonBlankText().then(Path::of));
    var pythons =
        in.<Map<SparkVersion, String>>optional(
            "pythons", InputReader.textMap().then(SparkConfig::byVersion), Map.of());
    return in.build(
        () ->
            new SparkConfig(
                defaultFirst(first.get().orElse(null), versions.get()),
                home.get().orElse(null),
                javaHome.get().orElse(null),
                pythons.get()));
  }

  private static List<SparkVersion> defaultFirst(
      @Nullable SparkVersion first, List<SparkVersion> versions) {
    if (first == null) {
      return versions;
    }
    SparkVersion release =
        versions.isEmpty() && first.exact()
            ? first
            : first
                .newestOf(versions)
                .orElseThrow(
                    () ->
                        InvalidValue.at(
                            "default_version",
                            first.value(),
                            "is not covered by versions, " + versions,
                            "add the release to versions"));
    List<SparkVersion> ordered = new ArrayList<>(versions);
    ordered.remove(release);
    ordered.add(0, release);
    return ordered;
  }

  private static Map<SparkVersion, String> byVersion(Map<String, String> texts) {
    Map<SparkVersion, String> byVersion = new HashMap<>();
    texts.forEach((version, python) -> byVersion.put(new SparkVersion(version), python));
    return byVersion;
  }
}
