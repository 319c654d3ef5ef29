package io.switchyard.app;

import io.switchyard.domain.input.InvalidValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file that holds a secret and nothing else. */
final class SecretFile {

  private SecretFile() {}

  /** The secret, without white space around it. */
  static String read(String file) {
    try {
      return Files.readString(Path.of(file)).strip();
    } catch (IOException e) {
      throw InvalidValue.of(
          file, "cannot be read (" + e.getClass().getSimpleName() + ")", "name a readable file");
    }
  }
}
