package io.switchyard.adapters.standalone.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A JDK that is installed.
 *
 * @param feature feature version, as in 17
 */
record JavaHome(Path home, int feature) {

  private static final Pattern VERSION =
      Pattern.compile("^JAVA_VERSION=\"(\\d+)[^\"]*\"", Pattern.MULTILINE);

  /** The JDK in {@code home}, by its {@code release} file; empty if there is none. */
  static Optional<JavaHome> at(Path home) {
    if (!Files.isExecutable(home.resolve("bin/java"))) {
      return Optional.empty();
    }
    try {
      Matcher version = VERSION.matcher(Files.readString(home.resolve("release")));
      return version.find()
          ? Optional.of(new JavaHome(home, Integer.parseInt(version.group(1))))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  Path executable() {
    return home.resolve("bin/java");
  }
}
