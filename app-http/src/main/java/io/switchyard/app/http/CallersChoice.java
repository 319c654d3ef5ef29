package io.switchyard.app.http;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;

/** Makes the callers that the configuration asks for. */
final class CallersChoice {

  private CallersChoice() {}

  static Callers of(AuthConfig auth, InstantSource clock) throws IOException {
    Path file = auth.tokenFile();
    return file == null
        ? new DevCaller(System.getProperty("user.name", "dev"))
        : new TokenCallers(file, clock);
  }
}
