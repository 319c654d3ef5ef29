package io.switchyard.app.http;

import io.switchyard.domain.input.InvalidInput;
import io.switchyard.domain.team.Caller;
import io.switchyard.ports.team.TokenVerifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tokens from a file that may change while we run. A changed file that cannot be read leaves the
 * tokens as they were.
 */
final class FileTokens implements TokenVerifier {

  private static final Logger LOG = LoggerFactory.getLogger(FileTokens.class);
  private static final Duration LOOK = Duration.ofSeconds(1);

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
  FileTokens(Path file, InstantSource clock) throws IOException {
    this.file = file;
    this.clock = clock;
    this.looked = clock.instant();
    this.stamp = stamp(file);
    this.tokens = TokenFile.read(file);
  }

  @Override
  public Optional<Caller> verify(@Nullable String token) {
    if (token == null) {
      return Optional.empty();
    }
    reloadIfChanged();
    return Optional.ofNullable(tokens.find(token, clock.instant()));
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
