package io.switchyard.app;

import static io.switchyard.domain.input.InputReader.mapOf;
import static io.switchyard.domain.input.InputReader.nonBlankText;
import static io.switchyard.domain.input.InputReader.object;
import static io.switchyard.domain.input.InputReader.text;

import io.switchyard.domain.input.InputObject;
import io.switchyard.domain.job.ArtifactUri;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What runs the jobs of {@code config.core_etl}.
 *
 * @param versions by the version that jobs ask for; others run on the bundled application
 * @param bundledJar the bundled application; null to look beside our own jars
 */
public record CoreEtlConfig(Map<String, Release> versions, @Nullable ArtifactUri bundledJar) {

  public static final CoreEtlConfig DEFAULT = new CoreEtlConfig(Map.of(), null);

  public CoreEtlConfig {
    versions = Map.copyOf(versions);
  }

  /** A jar and the class in it that takes {@code --spec-file <path>}. */
  public record Release(ArtifactUri jar, @Nullable String mainClass) {

    static Release read(InputObject in) {
      var jar = in.required("jar", text().then(ArtifactUri::new));
      var mainClass = in.optional("main_class", nonBlankText());
      return in.build(() -> new Release(jar.get(), mainClass.get().orElse(null)));
    }
  }

  /** Reads versions and bundled_jar; each may be left out. */
  static CoreEtlConfig read(InputObject in) {
    var versions =
        in.optional("versions", mapOf(version -> version, object(Release::read)), Map.of());
    var bundled = in.optional("bundled_jar", text().then(ArtifactUri::new));
    return in.build(() -> new CoreEtlConfig(versions.get(), bundled.get().orElse(null)));
  }
}
