package io.switchyard.agent;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * Tokens that a driver finds in files of its exchange folder. They are neither settings of Spark
 * nor system properties nor environment variables, all of which the users of a server can read in
 * SQL; and a file is removed once it is read, since they can read files, too.
 */
final class Secrets {

  /** What the endpoint asks for. */
  static final String AGENT_TOKEN = "agent.token";

  /** What Spark Connect asks for, if {@link TokenInterceptor} is installed. */
  static final String CONNECT_TOKEN = "connect.token";

  private final Path folder;

  Secrets(Path folder) {
    this.folder = folder;
  }

  /** Takes a token out of its file. */
  BearerToken take(String name) throws IOException {
    Path file = folder.resolve(name);
    try {
      BearerToken token =
          new BearerToken(Files.readString(file, StandardCharsets.US_ASCII).strip());
      Files.delete(file);
      return token;
    } catch (NoSuchFileException e) {
      throw new IOException("there is no token in " + file + "; write it before the driver starts");
    } catch (IllegalArgumentException e) {
      throw new IOException(file + " " + e.getMessage());
    }
  }

  boolean has(String name) {
    return Files.exists(folder.resolve(name));
  }
}
