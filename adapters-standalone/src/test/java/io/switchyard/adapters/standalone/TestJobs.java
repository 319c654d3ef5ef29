package io.switchyard.adapters.standalone;

import static java.util.stream.Collectors.joining;

import io.switchyard.domain.job.ArtifactUri;
import io.switchyard.domain.job.DriverResources;
import io.switchyard.domain.job.ExecutorResources;
import io.switchyard.domain.job.JobName;
import io.switchyard.domain.job.JobRequest;
import io.switchyard.domain.job.JobSpec;
import io.switchyard.domain.job.JobType;
import io.switchyard.domain.job.Memory;
import io.switchyard.domain.job.Resources;
import io.switchyard.domain.job.SparkSettings;
import io.switchyard.domain.job.SparkVersion;
import io.switchyard.domain.team.Team;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/** Jobs for tests. */
final class TestJobs {

  static final Memory SMALL = new Memory(512);
  static final Resources ONE_SMALL_EXECUTOR =
      new Resources(
          new DriverResources(1, SMALL, null), new ExecutorResources(1, 1, SMALL, null, null));

  private TestJobs() {}

  static JobRequest request(JobSpec spec) {
    return request(spec, null, ONE_SMALL_EXECUTOR, SparkSettings.NONE);
  }

  static JobRequest request(
      JobSpec spec, @Nullable SparkVersion version, Resources resources, SparkSettings settings) {
    return new JobRequest(
        new JobName("nightly"),
        new Team("data-infra"),
        "anna",
        spec,
        JobType.BATCH,
        version,
        resources,
        settings,
        null);
  }

  static JobSpec.CustomJar jar(Path jar, String mainClass, String... arguments) {
    return new JobSpec.CustomJar(new ArtifactUri(jar.toString()), mainClass, List.of(arguments));
  }

  /** Compiles {@code jobs/Jobs.java.txt} against a Spark and packs it. */
  static Path compile(Path sparkHome, Path folder) throws IOException {
    Path classes = classes(sparkHome, folder, "/jobs/Jobs.java.txt", "Jobs.java");
    return pack(classes, folder.resolve("jobs.jar"));
  }

  /** Compiles a source of package {@code com.acme} against a Spark. */
  static Path classes(Path sparkHome, Path folder, String resource, String name)
      throws IOException {
    Path source = folder.resolve("com/acme").resolve(name);
    Path classes = Files.createDirectories(folder.resolve("classes"));
    Files.createDirectories(source.getParent());
    try (InputStream in = TestJobs.class.getResourceAsStream(resource)) {
      Files.copy(in, source);
    }
    int exit =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "--release",
                "17",
                "-encoding",
                StandardCharsets.UTF_8.name(),
                "-cp",
                classPath(sparkHome),
                "-d",
                classes.toString(),
                source.toString());
    if (exit != 0) {
      throw new IOException(resource + " does not compile");
    }
    return classes;
  }

  private static String classPath(Path sparkHome) throws IOException {
    try (Stream<Path> jars = Files.list(sparkHome.resolve("jars"))) {
      return jars.map(Path::toString).collect(joining(File.pathSeparator));
    }
  }

  private static Path pack(Path classes, Path file) throws IOException {
    try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(file));
        Stream<Path> all = Files.walk(classes)) {
      for (Path type : all.filter(Files::isRegularFile).toList()) {
        jar.putNextEntry(new ZipEntry(classes.relativize(type).toString()));
        Files.copy(type, jar);
      }
    }
    return file;
  }
}
