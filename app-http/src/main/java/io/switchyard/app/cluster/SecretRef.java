package io.switchyard.app.cluster;

import static io.switchyard.domain.input.InputReader.nonBlankText;
import static io.switchyard.domain.input.InputReader.object;

import io.switchyard.domain.input.InputObject;
import io.switchyard.domain.input.InputReader;
import io.switchyard.domain.input.InvalidValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** A secret that the configuration names and does not hold. */
final class SecretRef {

  private SecretRef() {}

  /** Reads {@code {file: path}} or {@code {env: NAME}} and gives what is there. */
  static InputReader<String> reader() {
    return object(SecretRef::read);
  }

  private static String read(InputObject in) {
    var file = in.optional("file", nonBlankText().then(SecretRef::fromFile));
    var variable = in.optional("env", nonBlankText().then(SecretRef::fromEnvironment));
    if (in.has("file") == in.has("env")) {
      in.refuse("", "", "is a secret by reference", "give exactly one of file and env");
    }
    return in.build(() -> file.get().or(variable).orElseThrow());
  }

  private static String fromFile(String file) {
    try {
      return Files.readString(Path.of(file)).strip();
    } catch (IOException | InvalidPathException e) {
      throw InvalidValue.of(
          file, "cannot be read (" + e.getClass().getSimpleName() + ")", "name a readable file");
    }
  }

  private static String fromEnvironment(String name) {
    String value = System.getenv(name);
    if (value == null || value.isBlank()) {
      throw InvalidValue.of(name, "is not set in the environment", "set it, or name another");
    }
    return value;
  }
}
