package io.switchyard.app;

import io.switchyard.adapters.standalone.StandaloneConfig.CoreEtlRelease;
import io.switchyard.domain.job.ArtifactUri;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the CoreETL application that comes with this one, in {@code jobs/} beside our jars. */
final class BundledEtl {

  private static final Logger LOG = LoggerFactory.getLogger(BundledEtl.class);
  private static final String NAME = "switchyard-core-etl-";

  private BundledEtl() {}

  /** The configured or the found one; null if there is none. */
  static @Nullable CoreEtlRelease find(CoreEtlConfig config) {
    ArtifactUri configured = config.bundledJar();
    if (configured != null) {
      return release(configured);
    }
    Optional<Path> jar = beside();
    if (jar.isEmpty()) {
      LOG.atWarn().log("no bundled CoreETL application; core_etl jobs need core_etl.versions");
    }
    return jar.map(found -> release(new ArtifactUri(found.toString()))).orElse(null);
  }

  private static CoreEtlRelease release(ArtifactUri jar) {
    String file = jar.value().substring(jar.value().lastIndexOf('/') + 1);
    String version = file.replace(NAME, "").replace(".jar", "");
    return new CoreEtlRelease(version, jar, CoreEtlRelease.MAIN_CLASS);
  }

  private static Optional<Path> beside() {
    try {
      Path own =
          Path.of(BundledEtl.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      // The jar in lib/, or the classes in target/ of a build.
      Path lib = Files.isDirectory(own) ? own.resolveSibling("switchyard/lib") : own.getParent();
      Path jobs = lib == null ? own : lib.resolveSibling("jobs");
      if (!Files.isDirectory(jobs)) {
        return Optional.empty();
      }
      try (Stream<Path> files = Files.list(jobs)) {
        return files.filter(f -> f.getFileName().toString().startsWith(NAME)).sorted().findFirst();
      }
    } catch (IOException | URISyntaxException e) {
      LOG.atWarn().setCause(e).log("looking for the bundled CoreETL application failed");
      return Optional.empty();
    }
  }
}
