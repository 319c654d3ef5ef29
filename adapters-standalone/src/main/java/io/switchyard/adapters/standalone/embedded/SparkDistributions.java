package io.switchyard.adapters.standalone.embedded;

import static java.util.stream.Collectors.joining;

import io.switchyard.adapters.standalone.embedded.SparkLine.Artifact;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Spark distributions in one folder, fetched on first need. The jars are hard links into Maven's
 * local repository where the file system allows, so that they take no disk of their own. A
 * distribution is there whole or not at all, whatever ends the process that makes it; processes
 * that want the same one wait for each other.
 */
final class SparkDistributions {

  private static final Logger LOG = LoggerFactory.getLogger(SparkDistributions.class);

  private final Path folder;
  private final @Nullable Path installed;
  private final MavenFetch maven;

  /**
   * @param folder where distributions are made
   * @param installed a SPARK_HOME that serves for the version it holds
   */
  SparkDistributions(Path folder, @Nullable Path installed, MavenFetch maven) {
    this.folder = folder;
    this.installed = installed;
    this.maven = maven;
  }

  /**
   * The distribution of {@code version}; the first time this takes as long as Maven does.
   *
   * @throws EmbeddedSparks.Unavailable with a sentence that says what to do
   */
  SparkDistribution of(String version) throws InterruptedException {
    Optional<SparkDistribution> ready = installed(version);
    if (ready.isPresent()) {
      return ready.get();
    }
    try {
      return made(version, SparkLine.of(version));
    } catch (IOException e) {
      throw new EmbeddedSparks.Unavailable(
          "Spark %s could not be put into %s: %s. Check that the disk has 1 GB free and that the folder may be written"
              .formatted(version, folder, e),
          e);
    }
  }

  private Optional<SparkDistribution> installed(String version) {
    return Optional.ofNullable(installed)
        .flatMap(SparkDistribution::at)
        .filter(found -> found.version().equals(version));
  }

  private SparkDistribution made(String version, SparkLine line)
      throws IOException, InterruptedException {
    Path home = folder.resolve(version);
    List<Artifact> artifacts = line.artifacts(version);
    String recipe = artifacts.stream().map(a -> a + "\n").collect(joining());
    if (!isMade(home, recipe)) {
      makeOnce(version, artifacts, recipe);
    }
    return new SparkDistribution(version, line.scala(), home);
  }

  /** One at a time, here and among processes: Maven's local repository is not made for several. */
  private synchronized void makeOnce(String version, List<Artifact> artifacts, String recipe)
      throws IOException, InterruptedException {
    Files.createDirectories(folder);
    try (FileChannel lock =
            FileChannel.open(
                folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock held = lock.lock()) {
      if (held.isValid() && !isMade(folder.resolve(version), recipe)) {
        make(version, artifacts, recipe);
      }
    }
  }

  /** A table that changed makes a new distribution. */
  private static boolean isMade(Path home, String recipe) throws IOException {
    Path made = home.resolve("artifacts");
    return Files.exists(made) && Files.readString(made).equals(recipe);
  }

  private void make(String version, List<Artifact> artifacts, String recipe)
      throws IOException, InterruptedException {
    LOG.atInfo()
        .addKeyValue("spark_version", version)
        .log("fetching Spark {} from Maven, about 300 MB the first time", version);
    long began = System.nanoTime();
    Path draft = folder.resolve(version + ".new");
    Path old = folder.resolve(version + ".old");
    WholeFiles.delete(draft);
    WholeFiles.delete(old);
    Path jars = Files.createDirectories(draft.resolve("jars"));
    Path work = Files.createDirectories(draft.resolve("maven"));
    long bytes = 0;
    List<Path> fetched = maven.jars("Spark " + version, artifacts, work);
    for (Path jar : fetched) {
      link(jar, jars.resolve(jar.getFileName()));
      bytes += Files.size(jar);
    }
    WholeFiles.delete(work);
    Files.writeString(draft.resolve("artifacts"), recipe);
    if (Files.exists(folder.resolve(version))) {
      Files.move(folder.resolve(version), old);
    }
    Files.move(draft, folder.resolve(version));
    WholeFiles.delete(old);
    LOG.atInfo()
        .addKeyValue("spark_version", version)
        .addKeyValue("jars", fetched.size())
        .addKeyValue("megabytes", bytes >> 20)
        .addKeyValue("seconds", (System.nanoTime() - began) / 1_000_000_000)
        .log("Spark {} is ready to use", version);
  }

  private static void link(Path from, Path to) throws IOException {
    try {
      Files.createLink(to, from);
    } catch (IOException | UnsupportedOperationException e) {
      Files.copy(from, to);
    }
  }
}
