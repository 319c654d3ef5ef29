package io.switchyard.adapters.standalone.embedded;

import io.switchyard.domain.input.InputObject;
import io.switchyard.domain.input.InputReader;
import io.switchyard.domain.input.InvalidInput;
import io.switchyard.domain.input.InvalidValue;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How Spark clusters are run inside the application.
 *
 * @param stateFolder where distributions, logs and the state of clusters are kept; one running
 *     application per folder. Made absolute
 * @param versions full Spark versions that may be asked for, the first being the default; at least
 *     one, each of a known line. An installed Spark takes the place of the version of its line, or
 *     is added if there is none
 * @param homes what is installed already
 * @param size what each cluster offers to jobs
 * @param times waits and limits
 */
public record EmbeddedConfig(
    Path stateFolder, List<String> versions, Homes homes, Size size, Times times) {

  /** The newest releases that can be fetched whole from Maven Central, the default first. */
  public static final List<String> VERSIONS = List.of("4.1.2", "4.2.0", "4.0.1", "3.5.7");

  public EmbeddedConfig {
    stateFolder = stateFolder.toAbsolutePath().normalize();
    versions = List.copyOf(versions);
    if (versions.isEmpty()) {
      throw InvalidValue.at("versions", "", "is empty", "list at least one, as in 4.1.2");
    }
    if (new HashSet<>(versions).size() < versions.size()) {
      throw InvalidValue.at("versions", versions.toString(), "names a version twice", "");
    }
    versions.forEach(SparkLine::of);
    versions = withInstalled(versions, homes.spark());
  }

  private static List<String> withInstalled(List<String> versions, @Nullable Path spark) {
    Optional<String> installed =
        Optional.ofNullable(spark)
            .flatMap(SparkDistribution::at)
            .map(SparkDistribution::version)
            .filter(version -> !versions.contains(version));
    if (installed.isEmpty()) {
      return versions;
    }
    String line = SparkLine.of(installed.get()).line();
    boolean known = versions.stream().anyMatch(v -> SparkLine.of(v).line().equals(line));
    Stream<String> mine =
        versions.stream().map(v -> SparkLine.of(v).line().equals(line) ? installed.get() : v);
    return (known ? mine : Stream.concat(mine, installed.stream())).distinct().toList();
  }

  /**
   * Installations to use instead of what would be found otherwise.
   *
   * @param spark a SPARK_HOME, used for the version that its jars are of; absent: fetch by Maven
   * @param java a JDK for Spark, used for the lines that run on it; absent: look for one
   */
  public record Homes(@Nullable Path spark, @Nullable Path java) {

    public Homes {
      if (spark != null && SparkDistribution.at(spark).isEmpty()) {
        throw InvalidValue.at(
            "spark_home",
            spark.toString(),
            "holds no jars/spark-core_<scala>-<version>.jar",
            "name the folder of a Spark distribution, or leave it and SPARK_HOME out to fetch one by Maven");
      }
      if (java != null && JavaHome.at(java).isEmpty()) {
        throw InvalidValue.at(
            "java_home", java.toString(), "holds no JDK", "name a folder with bin/java");
      }
    }
  }

  /**
   * What a worker offers.
   *
   * @param cores slots for drivers and executors, 1 to 1024; not pinned to processors
   * @param memoryMb memory for the heaps of drivers and executors together, 512 MB or more
   */
  public record Size(int cores, int memoryMb) {

    public Size {
      if (cores < 1 || cores > 1024) {
        throw InvalidValue.at("cores", "" + cores, "is outside 1 to 1024", "");
      }
      if (memoryMb < 512) {
        throw InvalidValue.at("memory_mb", "" + memoryMb, "is below 512", "");
      }
    }

    /**
     * What suits this machine: two slots per processor, since drivers mostly wait, from 4 to 64;
     * and 60 % of the memory beyond 2 GB, from 2 to 64 GB.
     */
    public static Size ofMachine() {
      return of(Runtime.getRuntime().availableProcessors(), physicalMemoryMb());
    }

    static Size of(int processors, long physicalMb) {
      int cores = Math.min(64, Math.max(4, 2 * processors));
      long memory = Math.min(65_536, Math.max(2_048, (physicalMb - 2_048) * 6 / 10));
      return new Size(cores, (int) memory);
    }

    private static long physicalMemoryMb() {
      var system = ManagementFactory.getOperatingSystemMXBean();
      return system instanceof com.sun.management.OperatingSystemMXBean known
          ? known.getTotalMemorySize() >> 20
          : 0;
    }
  }

  /**
   * Waits and limits.
   *
   * @param start how long master and worker may take until they answer, at least 1 s
   * @param fetch how long Maven may take, at least 1 s
   * @param orphanGrace how long a cluster without application and without drivers stays, 100 ms to
   *     1 day
   * @param idleStop how long a cluster other than the default one may stay unused, at least 1 s
   */
  public record Times(Duration start, Duration fetch, Duration orphanGrace, Duration idleStop) {

    /** 90 s to start, 30 min to fetch, 60 s of grace, 15 min unused. */
    public static final Times DEFAULT =
        new Times(
            Duration.ofSeconds(90),
            Duration.ofMinutes(30),
            Duration.ofSeconds(60),
            Duration.ofMinutes(15));

    public Times {
      atLeast("start_timeout_s", start, Duration.ofSeconds(1));
      atLeast("fetch_timeout_s", fetch, Duration.ofSeconds(1));
      atLeast("orphan_grace_s", orphanGrace, Duration.ofMillis(100));
      atLeast("idle_stop_s", idleStop, Duration.ofSeconds(1));
    }

    private static void atLeast(String field, Duration given, Duration least) {
      if (given.compareTo(least) < 0 || given.compareTo(Duration.ofDays(1)) > 0) {
        throw InvalidValue.at(
            field, given.toString(), "is outside " + least + " to " + Duration.ofDays(1), "");
      }
    }
  }

  /** What fits this machine; SPARK_HOME of {@code environment} counts if it is set. */
  public static EmbeddedConfig defaults(Path stateFolder, Map<String, String> environment) {
    String spark = environment.getOrDefault("SPARK_HOME", "");
    Homes homes = new Homes(spark.isBlank() ? null : Path.of(spark), null);
    return new EmbeddedConfig(stateFolder, VERSIONS, homes, Size.ofMachine(), Times.DEFAULT);
  }

  /**
   * Reads the keys state_folder, versions, spark_home, java_home, cores, memory_mb,
   * start_timeout_s, fetch_timeout_s, orphan_grace_s and idle_stop_s; what is left out is as in
   * {@code absent}.
   *
   * @throws InvalidValue if {@code tree} is not an object
   * @throws InvalidInput with every mistake in it
   */
  public static EmbeddedConfig read(@Nullable Object tree, EmbeddedConfig absent) {
    InputReader<Path> path = InputReader.nonBlankText().then(Path::of);
    return InputObject.read(
        tree,
        in -> {
          Supplier<Path> state = in.optional("state_folder", path, absent.stateFolder());
          Supplier<List<String>> versions =
              in.optional(
                  "versions", InputReader.listOf(InputReader.nonBlankText()), absent.versions());
          Supplier<Optional<Path>> spark = in.optional("spark_home", path);
          Supplier<Optional<Path>> java = in.optional("java_home", path);
          Supplier<Size> size = size(in, absent.size());
          Supplier<Times> times = times(in, absent.times());
          return in.build(
              () ->
                  new EmbeddedConfig(
                      state.get(),
                      versions.get(),
                      new Homes(
                          spark.get().orElse(absent.homes().spark()),
                          java.get().orElse(absent.homes().java())),
                      size.get(),
                      times.get()));
        });
  }

  private static Supplier<Size> size(InputObject in, Size absent) {
    Supplier<Integer> cores = in.optional("cores", InputReader.integer(1, 1024), absent.cores());
    Supplier<Integer> memory =
        in.optional("memory_mb", InputReader.integer(512, 1 << 30), absent.memoryMb());
    return () -> new Size(cores.get(), memory.get());
  }

  private static Supplier<Times> times(InputObject in, Times absent) {
    InputReader<Duration> seconds = InputReader.integer(1, 86_400).then(Duration::ofSeconds);
    Supplier<Duration> start = in.optional("start_timeout_s", seconds, absent.start());
    Supplier<Duration> fetch = in.optional("fetch_timeout_s", seconds, absent.fetch());
    Supplier<Duration> grace = in.optional("orphan_grace_s", seconds, absent.orphanGrace());
    Supplier<Duration> idle = in.optional("idle_stop_s", seconds, absent.idleStop());
    return () -> new Times(start.get(), fetch.get(), grace.get(), idle.get());
  }
}
