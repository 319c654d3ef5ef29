package io.switchyard.app.http;

import io.switchyard.domain.input.InvalidInput;
import io.switchyard.domain.team.Caller;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Callers by bearer token, from a file that may change while we run. A changed file that cannot be
 * read leaves the tokens as they were.
 */
final class TokenCallers implements Callers {

  private static final Logger LOG = LoggerFactory.getLogger(TokenCallers.class);
  private static final Duration LOOK = Duration.ofSeconds(1);
  private static final String SCHEME = "bearer ";

  private record Stamp(FileTime modified, long size, @Nullable Object file) {}

  private final Path file;
  private final InstantSource clock;
  private Instant looked;
  private Stamp stamp;
  private volatile TokenFile tokens;

  /**
   * @throws InvalidInput if the file is wrong
   * @throws IOException if it cannot be read
   */
  TokenCallers(Path file, InstantSource clock) throws IOException {
    this.file = file;
    this.clock = clock;
    this.looked = clock.instant();
    this.stamp = stamp(file);
    this.tokens = TokenFile.read(file);
  }

  @Override
  public Caller of(Headers headers) {
    String header = headers.get("Authorization");
    if (header == null) {
      throw refused("This needs a token; send Authorization: Bearer <token>.", "");
    }
    if (!header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      throw refused("Only bearer tokens are known here; send Authorization: Bearer <token>.", "");
    }
    reloadIfChanged();
    Caller caller = tokens.find(header.substring(SCHEME.length()).strip());
    if (caller == null) {
      throw refused("The token is not known here.", ", error=\"invalid_token\"");
    }
    return caller;
  }

  private static Refusal refused(String detail, String more) {
    return Refusal.of(ProblemType.UNAUTHENTICATED, detail)
        .with("WWW-Authenticate", "Bearer realm=\"switchyard\"" + more);
  }

  private synchronized void reloadIfChanged() {
    Instant now = clock.instant();
    if (now.isBefore(looked.plus(LOOK))) {
      return;
    }
    looked = now;
    try {
      Stamp seen = stamp(file);
      if (!seen.equals(stamp)) {
        stamp = seen;
        tokens = TokenFile.read(file);
        LOG.atInfo().addKeyValue("tokens", tokens.size()).log("token file read again");
      }
    } catch (IOException | InvalidInput e) {
      LOG.atError()
          .addKeyValue("file", file)
          .addKeyValue("error", e.getMessage())
          .log("token file changed and cannot be used; the tokens stay as they were");
    }
  }

  private static Stamp stamp(Path file) throws IOException {
    BasicFileAttributes seen = Files.readAttributes(file, BasicFileAttributes.class);
    return new Stamp(seen.lastModifiedTime(), seen.size(), seen.fileKey());
  }
}
